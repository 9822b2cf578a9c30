"""What changed between two months and why (变动及原因), each difference by its kind."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from xlperf.amounts import money_text, percent_text, round_half_up
from xlperf.scoring.execution import rate_of, total
from xlperf.source.execution_heading import Measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlperf.findings import Place
    from xlperf.scoring.execution import Execution, ProjectExecution


class ChangeKind(StrEnum):
    """Why a figure is another than before."""

    RESTATED = "restated"
    RENAMED = "renamed"
    MISSING = "missing"
    REAPPEARED = "reappeared"
    UNIT = "unit"
    NEW = "new"
    BUDGET = "budget"
    VALUE = "value"
    RULE = "rule"
    TEMPLATE = "template"
    MANUAL = "manual"

    @property
    def chinese(self) -> str:
        """The kind in the officer's words."""
        return {
            "restated": "以前月份的数被改过",
            "renamed": "改了名称",
            "missing": "本月没有了",
            "reappeared": "本月又有了",
            "unit": "金额单位变了",
            "new": "新增",
            "budget": "预算调整",
            "value": "执行数变动",
            "rule": "评分规则变了",
            "template": "模板变了",
            "manual": "人工修改",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two refreshes, explained."""

    kind: ChangeKind
    what: str
    """A sentence: 政务服务中心经费的调整后预算数由 20.00 万元调整为 22.00 万元."""
    before: str = ""
    after: str = ""
    places: tuple[Place, ...] = ()
    subject: str = ""


def explain_month(
    before: Execution | None,
    now: Execution,
    *,
    earlier: Iterable[Execution] = (),
    unit_before: str = "",
    unit_now: str = "",
) -> tuple[Change, ...]:
    """Explain how a month differs from the month before; ``earlier`` are the months before that one."""
    if before is None:
        return ()
    changes: list[Change] = []
    if unit_before and unit_now and unit_before != unit_now:
        what = f"导出表的金额单位由{unit_before}变为{unit_now}，已换算成元后比较"
        changes.append(Change(ChangeKind.UNIT, what, unit_before, unit_now))
    pairs = list(paired(before, now))
    seen = {project.key for execution in earlier for project in execution.projects}
    for old, new in pairs:
        changes += _of_project(old, new, seen, follows=_follows(before.month, now.month))
    return (*changes, *_of_rate(before, now, pairs))


def explain_restated(kept: Execution, now: Execution, when: str) -> tuple[Change, ...]:
    """Say which figures of a month are other than when they were read before.

    Args:
        kept: the month as the history has it.
        now: the same month as its export says now.
        when: how the sentence begins: 上次刷新以后.
    """
    changes: list[Change] = []
    for old, new in paired(kept, now):
        name = _label(old, new)
        before, after = (p.spent if p else None for p in (old, new))
        budgets = tuple(p.budget if p else None for p in (old, new))
        place = (new.lines[0].place(Measure.CUMULATIVE),) if new else ()
        for what, (a, b) in (("累计支出", (before, after)), ("调整后预算数", budgets)):
            if a != b:
                words = f"{when}，{now.month} 的导出表被改过：“{name}”的{what}由 {_yuan(a)}变为 {_yuan(b)}"
                changes.append(Change(ChangeKind.RESTATED, words, _yuan(a), _yuan(b), place, name))
    return tuple(changes)


def rule_change(before: str, now: str, title: str) -> tuple[Change, ...]:
    """Say that the scheme is another than at the refresh before, by the hashes of both."""
    if not before or not now or before == now:
        return ()
    what = f"指标体系“{title}”的内容与上次不同，得分的变动可能由评分规则引起"
    return (Change(ChangeKind.RULE, what, before[:12], now[:12], subject=title),)


def template_changes(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[Change, ...]:
    """Say which blank forms are others than at the refresh before, by their hashes."""
    return tuple(
        Change(
            ChangeKind.TEMPLATE,
            f"“{name.removeprefix('空白表/')}”换了新的空白表，已按新表填写，旧文件在 成果/上一版",
            before[name][:12],
            sha256[:12],
            subject=name.removeprefix("空白表/"),
        )
        for name, sha256 in now.items()
        if name.startswith("空白表/") and before.get(name, sha256) != sha256
    )


Pair = tuple["ProjectExecution | None", "ProjectExecution | None"]


def paired(before: Execution, now: Execution) -> Iterator[Pair]:
    """Match projects by code; one whose code is gone by its name, if that is not taken."""
    old_by_key = {project.key: project for project in before.projects}
    new_keys = {project.key for project in now.projects}
    left_over = {p.name: p for p in before.projects if p.key not in new_keys}
    matched: set[str] = set()
    for project in now.projects:
        old = old_by_key.get(project.key) or left_over.pop(project.name, None)
        if old is not None:
            matched.add(old.key)
        yield old, project
    for project in before.projects:
        if project.key not in matched:
            yield project, None


def _of_project(
    old: ProjectExecution | None, new: ProjectExecution | None, seen: set[str], *, follows: bool
) -> Iterator[Change]:
    if new is None:
        if old is not None:
            spent = _yuan(old.spent)
            what = f"“{old.name}”上月有、本月的导出表里没有（上月累计支出 {spent}）"
            yield Change(ChangeKind.MISSING, what, spent, "", (old.lines[0].place(),), old.name)
        return
    place = (new.lines[0].place(),)
    if old is None:
        back = new.key in seen
        kind, words = (ChangeKind.REAPPEARED, "重新出现") if back else (ChangeKind.NEW, "是新增项目")
        budget = _yuan(new.budget)
        yield Change(kind, f"“{new.name}”{words}，调整后预算数 {budget}", "", budget, place, new.name)
        return
    if old.name != new.name:
        what = f"编码 {new.code} 的项目名称由“{old.name}”改为“{new.name}”"
        yield Change(ChangeKind.RENAMED, what, old.name, new.name, place, new.name)
    elif old.code != new.code:
        what = f"“{new.name}”的编码由 {old.code or '空'} 改为 {new.code or '空'}"
        yield Change(ChangeKind.RENAMED, what, old.code, new.code, place, new.name)
    if old.budget != new.budget:
        a, b = _yuan(old.budget), _yuan(new.budget)
        what = f"“{new.name}”的调整后预算数由 {a}变为 {b}"
        yield Change(ChangeKind.BUDGET, what, a, b, (new.lines[0].place(Measure.ADJUSTED),), new.name)
    if follows:
        yield from _restated(old, new)


def _restated(old: ProjectExecution, new: ProjectExecution) -> Iterator[Change]:
    """The cumulative less the month must be last month's cumulative, else an earlier month was changed."""
    if new.spent is None or new.month is None or old.spent is None:
        return
    implied = new.spent - new.month
    if implied != old.spent:
        a, b = _yuan(old.spent), _yuan(implied)
        what = f"“{new.name}”以前月份的支出被改过：上月累计是 {a}，按本月累计减当月推算应为 {b}"
        yield Change(ChangeKind.RESTATED, what, a, b, (new.lines[0].place(Measure.CUMULATIVE),), new.name)


def _of_rate(before: Execution, now: Execution, pairs: Iterable[Pair]) -> Iterator[Change]:
    """Say how the department's rate moved, with the part of each project; the parts add up to the whole."""
    old_rate, new_rate = before.rate, now.rate
    if old_rate is None or new_rate is None or old_rate == new_rate:
        return
    parts = [(_label(old, new), _contribution(old, new, before, now)) for old, new in pairs]
    parts = sorted(((name, part) for name, part in parts if part), key=lambda pair: -abs(pair[1]))
    points = (new_rate - old_rate) * 100
    moved = "升" if points > 0 else "降"
    listed = "，".join(f"{name} {_points(part)}" for name, part in parts[:5])
    rest = total(part for _, part in parts[5:])
    more = f"，其余 {len(parts) - 5} 项合计 {_points(rest)}" if len(parts) > 5 else ""
    what = f"执行率{moved} {round_half_up(abs(points))} 个百分点，其中：{listed}{more}"
    yield Change(ChangeKind.VALUE, what, percent_text(old_rate), percent_text(new_rate), (), "预算执行率")


def _label(old: ProjectExecution | None, new: ProjectExecution | None) -> str:
    project = new or old
    return project.name if project else ""


def _contribution(
    old: ProjectExecution | None, new: ProjectExecution | None, before: Execution, now: Execution
) -> Decimal:
    """Give a project's part of the change in points: its spending over all budgets, now less then."""
    then = rate_of(old.spent if old else None, before.budget) or Decimal(0)
    today = rate_of(new.spent if new else None, now.budget) or Decimal(0)
    return (today - then) * 100


def _points(part: Decimal) -> str:
    return f"{round_half_up(part):+f}"


def _yuan(amount: Decimal | None) -> str:
    return "（无数）" if amount is None else f"{money_text(amount)} 万元"


def _follows(before: str, now: str) -> bool:
    """Say whether one month follows the other in the same year; cumulatives begin anew in January."""
    year, number = map(int, before.split("-"))
    return now == f"{year}-{number + 1:02d}"
