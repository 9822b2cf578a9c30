"""Looking into the history (查看历史): lists, one refresh, differences between two, results of the time."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from xlperf.amounts import money_text, percent_text, plain
from xlperf.errors import UnusableInput
from xlperf.findings import Place
from xlperf.history.changes import Change, ChangeKind, explain_month, explain_restated, rule_change, template_changes
from xlperf.history.months import past_month
from xlperf.history.recording import history_folder
from xlperf.history.store import DATABASE, History
from xlperf.outputs import write_whole
from xlperf.unit import open_unit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xlperf.history.snapshot import Snapshot


def opened(folder: Path) -> History:
    """Give the history of a unit. Raises UnusableInput where there is none."""
    unit = open_unit(folder)
    kept = history_folder(unit)
    if not (kept / DATABASE).is_file():
        raise UnusableInput(f"“{unit.root.name}”还没有历史记录。先运行 xlperf refresh 或 xlperf run。")
    return History(kept)


def refreshes(folder: Path) -> list[tuple[str, ...]]:
    """List every refresh for the screen, the heading first."""
    rows: list[tuple[str, ...]] = [("编号", "期间", "时间", "得分", "执行率", "变动")]
    with opened(folder) as history:
        for number, period, taken_at, score in history.refreshes():
            snapshot = history.load(number)
            past = past_month(snapshot)
            rate = past.execution.rate if past else None
            rows.append(
                (
                    str(number),
                    period,
                    taken_at[:16].replace("T", " "),
                    "—" if score is None else plain(score),
                    "—" if rate is None else percent_text(rate),
                    f"{len(snapshot.changes)} 项" if snapshot.changes else "—",
                )
            )
    return rows


def find(history: History, which: str) -> Snapshot:
    """Find a refresh by period (the newest of it) or number. Raises UnusableInput."""
    found = history.last(which)
    if found is not None:
        return found
    if which.isdecimal() and len(which) < 4:
        return history.load(int(which))
    there = "、".join(history.periods()) or "没有任何期间"
    raise UnusableInput(f"历史里没有“{which}”（现有：{there}）。用 xlperf history list 查看编号和期间。")


def described(folder: Path, which: str) -> list[str]:
    """Describe one refresh in lines."""
    with opened(folder) as history:
        names = tuple(name for name in history.outputs_of(which) if not name.startswith("."))
        return list(_described(find(history, which), names))


def _described(snapshot: Snapshot, outputs: tuple[str, ...]) -> Iterator[str]:
    taken = snapshot.taken_at[:19].replace("T", " ")
    yield f"第 {snapshot.id} 次　{snapshot.period}　{taken}　xlperf {snapshot.program}"
    if snapshot.scheme:
        yield f"指标体系：{snapshot.scheme}（{snapshot.scheme_hash[:12]}）"
    if snapshot.total is not None:
        yield f"总分：{plain(snapshot.total)}"
    past = past_month(snapshot)
    if past:
        rate = "无法计算" if past.execution.rate is None else percent_text(past.execution.rate)
        budget, spent = money_text(past.execution.budget), money_text(past.execution.spent)
        yield f"预算执行：预算 {budget} 万元，累计支出 {spent} 万元，执行率 {rate}"
    for title, lines in (
        ("读取的文件", [f"{file}　{sha256[:12]}" for file, sha256 in snapshot.inputs.items()]),
        ("变动", [f"【{ChangeKind(c.kind).chinese}】{c.what}" for c in snapshot.changes]),
        ("核对意见", [f"{f.code}　{f.message}" for f in snapshot.findings]),
        ("写入的单元格和段落", [f"{len(snapshot.cells)} 处"] if snapshot.cells else []),
        ("保存的成果", list(outputs)),
    ):
        if lines:
            yield f"{title}："
            yield from (f"  {line}" for line in lines)


def differences(folder: Path, before: str, after: str) -> tuple[Change, ...]:
    """Explain how two refreshes differ, each difference by its kind. Raises UnusableInput."""
    with opened(folder) as history:
        old, new = find(history, before), find(history, after)
    return (
        *_of_months(old, new),
        *rule_change(old.scheme_hash, new.scheme_hash, new.scheme),
        *template_changes(old.inputs, new.inputs),
        *_of_scores(old, new),
        *_manual(new),
    )


def _of_months(old: Snapshot, new: Snapshot) -> tuple[Change, ...]:
    a, b = past_month(old), past_month(new)
    if a is None or b is None:
        return ()
    if a.month == b.month:
        return explain_restated(a.execution, b.execution, f"第 {old.id} 次刷新以后")
    return explain_month(a.execution, b.execution, unit_before=a.unit, unit_now=b.unit)


def _of_scores(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """Say which scores moved, and from which value to which."""
    known = {score.id: score for score in old.scores}
    for score in new.scores:
        before = known.get(score.id)
        if before is None or (before.score, before.value) == (score.score, score.value):
            continue
        a, b = (_number(s.score) for s in (before, score))
        values = "" if before.value == score.value else f"（值 {_number(before.value)} → {_number(score.value)}）"
        yield Change(ChangeKind.VALUE, f"{score.name}得分由 {a} 变为 {b}{values}", a, b, subject=score.name)


def _manual(new: Snapshot) -> Iterator[Change]:
    for change in new.changes:
        if change.kind == ChangeKind.MANUAL:
            places = tuple(Place(line) for line in change.places.splitlines())
            yield Change(ChangeKind.MANUAL, change.what, change.before, change.after, places, change.subject)


def _number(value: object) -> str:
    return plain(value) if isinstance(value, Decimal) else "（无）"


def restored(folder: Path, which: str) -> tuple[Path, ...]:
    """Put the results of a refresh into a folder of their own. Raises UnusableInput where none were kept."""
    unit = open_unit(folder)
    with opened(folder) as history:
        snapshot = find(history, which)
        outputs = history.outputs_of(which) if snapshot.period == which else snapshot.outputs
    if not outputs:
        raise UnusableInput(
            f"“{which}”没有保存成果：它是按导出表补记的，或已有同一期间更新的刷新。用 xlperf history list 查看。"
        )
    target = unit.outputs / f"历史-{snapshot.period}"
    paths: list[Path] = []
    for name, data in outputs.items():
        if name.startswith("."):
            continue
        path = target / name
        number = 2
        while path.exists() and path.read_bytes() != data:
            path = target / f"{path.stem.partition('（')[0]}（{number}）{path.suffix}"
            number += 1
        write_whole(path, data)
        paths.append(path)
    return tuple(paths)
