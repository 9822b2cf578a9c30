"""Scoring a project (项目评分): 10 × execution rate, each target its mark × how far it was met."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import money_text, percent_text, plain
from xlperf.findings import Severity
from xlperf.projects import catalogue
from xlperf.projects.completion import completion, nature_of, shown_actual, shown_goal, unit_of
from xlperf.projects.result import ExecutionResult, ProjectResult, ProjectTargetResult
from xlperf.scoring.rules.outcome import rounded_score
from xlperf.scoring.rules.sharing import shared_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlperf.findings import Finding, Place
    from xlperf.projects.completion import Completion
    from xlperf.projects.model import Fund, Project, ProjectTarget
    from xlperf.projects.scheme import FirstLevel, ProjectScheme

MANY: Final = 100
"""Targets from which on a form is hardly readable."""
SHOWN_NAMES: Final = 3
_CENT: Final = Decimal("0.01")
_AMOUNTS: Final = (("initial", "年初预算数"), ("budget", "全年预算数"), ("spent", "全年执行数"))


def score_project(project: Project, scheme: ProjectScheme) -> ProjectResult:
    """Score one project; what cannot be decided has no score and a finding."""
    findings: list[Finding] = []
    execution = _execution(project, scheme, findings)
    marks = _marks(project, scheme, findings)
    targets = tuple(
        _target(target, mark, scheme, findings) for target, mark in zip(project.targets, marks, strict=True)
    )
    closes = _check_marks(project, targets, scheme, findings)
    score = None
    parts = [execution.score, *(result.score for result in targets)]
    if targets and closes and None not in parts:
        score = rounded_score(sum((part for part in parts if part is not None), Decimal(0)))
    result = ProjectResult(project, scheme, execution, targets, score)
    findings += _owed(result)
    findings += _against_typed(result)
    return ProjectResult(project, scheme, execution, targets, score, tuple(findings))


def _execution(project: Project, scheme: ProjectScheme, findings: list[Finding]) -> ExecutionResult:
    """Score the execution rate: 10 × rate, capped; a budget of 0 cannot be computed.

    76 % of 10 marks gives 7.6.
    """
    place, name = funds_place(project), project.name
    findings += _funds_agree(project)
    amounts = project.amounts
    full = scheme.execution_mark
    if amounts.budget is None or amounts.spent is None:
        findings.append(catalogue.NO_FUNDS.finding(place=place, subject=name))
        missing = "全年预算数" if amounts.budget is None else "全年执行数"
        return ExecutionResult(amounts, full, None, None, f"没有填{missing}")
    if amounts.budget <= 0:
        findings.append(catalogue.ZERO_BUDGET.finding(place=place, subject=name))
        return ExecutionResult(amounts, full, None, None, "全年预算数是 0，不能计算")
    rate = amounts.spent / amounts.budget
    if rate > 1:
        spent, budget = _money(amounts.spent), _money(amounts.budget)
        findings.append(catalogue.OVERSPENT.finding(place=place, subject=name, actual=spent, expected=budget))
    return ExecutionResult(amounts, full, rate, rounded_score(full * max(Decimal(0), min(rate, Decimal(1)))))


def funds_place(project: Project) -> Place:
    """Say where a project's funds stand: the total, else the first source, else its name."""
    if project.total_place.cell:
        return project.total_place
    return project.funds[0].place if project.funds else project.place


def _funds_agree(project: Project) -> Iterator[Finding]:
    """Compare the total with the sum over the sources, where both are written."""
    if not project.funds:
        return
    for which, what in _AMOUNTS:
        written = getattr(project.total, which)
        parts = [getattr(fund.amounts, which) for fund in project.funds]
        if written is None or all(part is None for part in parts):
            continue
        total = sum((part for part in parts if part is not None), Decimal(0))
        if abs(total - written) > _rounding(written, project.funds):
            yield catalogue.FUNDS_DIFFER.finding(
                place=funds_place(project),
                places=tuple(fund.place for fund in project.funds),
                subject=project.name,
                what=what,
                expected=_money(total),
                actual=_money(written),
            )


def _rounding(written: Decimal, funds: Sequence[Fund]) -> Decimal:
    """Give how far a sum of rounded amounts may miss its total: 0.01 万元 for each pair, where they are in 万元."""
    step = Decimal(100) if written % 100 == 0 else _CENT
    return step * len(funds) / 2 if len(funds) > 1 else _CENT


def _money(amount: Decimal) -> str:
    return f"{money_text(amount)}万元"


def _marks(project: Project, scheme: ProjectScheme, findings: list[Finding]) -> list[Decimal | None]:
    """Give every target its mark: as written, as a share of 90, or the first level's mark shared out equally."""
    targets = project.targets
    written = [target.mark for target in targets]
    if not targets:
        findings.append(catalogue.NO_TARGETS.finding(place=project.place, subject=project.name))
        return []
    if len(targets) >= MANY:
        findings.append(
            catalogue.MANY_TARGETS.finding(place=targets[0].place, subject=project.name, actual=str(len(targets)))
        )
    if all(mark is None for mark in written):
        return _shared_out(targets, scheme)
    without = [target for target, mark in zip(targets, written, strict=True) if mark is None]
    if without:
        names = "、".join(f"“{target.name}”" for target in without[:SHOWN_NAMES]) + (
            "等" if len(without) > SHOWN_NAMES else ""
        )
        places = tuple(target.mark_place if target.mark_place.cell else target.place for target in without)
        findings.append(
            catalogue.SOME_MARKS.finding(places=places, subject=project.name, count=len(without), names=names)
        )
        return written
    known = [mark for mark in written if mark is not None]
    total = sum(known, Decimal(0))
    if total == 1:
        known = [mark * 100 for mark in known]
        total = Decimal(100)
    if total == scheme.full and scheme.weights:
        return list(shared_marks(scheme.targets_full, known))
    return list(known)


def _shared_out(targets: Sequence[ProjectTarget], scheme: ProjectScheme) -> list[Decimal | None]:
    """Share the mark of each first level equally among its targets; over all targets where the scheme sets none."""
    groups: dict[str, list[int]] = defaultdict(list)
    levels: dict[str, FirstLevel | None] = {}
    for at, target in enumerate(targets):
        level = scheme.first_of(target.first, target.second)
        groups[level.name if level else ""].append(at)
        levels[level.name if level else ""] = level
    marks: list[Decimal | None] = [None] * len(targets)
    used = [level for level in levels.values() if level is not None]
    by_level = len(used) == len(levels) and all(level.mark is not None for level in used)
    if not by_level or sum((level.mark or Decimal(0) for level in used), Decimal(0)) != scheme.targets_full:
        return [*shared_marks(scheme.targets_full, [None] * len(targets))]
    for name, members in groups.items():
        level = levels[name]
        shares = shared_marks(level.mark or Decimal(0) if level else Decimal(0), [None] * len(members))
        for at, share in zip(members, shares, strict=True):
            marks[at] = share
    return marks


def _target(
    target: ProjectTarget, mark: Decimal | None, scheme: ProjectScheme, findings: list[Finding]
) -> ProjectTargetResult:
    level = scheme.first_of(target.first, target.second)
    if level is None:
        names = "、".join(first.name for first in scheme.firsts)
        findings.append(
            catalogue.UNKNOWN_LEVEL.finding(
                place=target.place, subject=target.name, quote=target.first or "（空）", expected=names
            )
        )
    second = scheme.standard_name(target.second)
    if not second and level is not None and len(level.seconds) == 1:
        second = level.seconds[0]
    met = completion(target, scheme)
    findings += _goal_findings(target)
    if met.finding is not None:
        findings.append(met.finding)
    too_low = met.nature == "≥" and met.rate is not None and met.rate > scheme.excess.limit
    score = _earned(mark, met, scheme) if mark is not None else None
    actual = shown_actual(target)
    if met.finding is not None and met.finding.code == catalogue.UNCLEAR_PERCENT.code:
        actual = met.finding.actual
    result = ProjectTargetResult(
        target, level.name if level else target.first, second, mark, met, score, shown_goal(target), actual, too_low
    )
    findings += _deviation_findings(result, scheme)
    return result


def _goal_findings(target: ProjectTarget) -> Iterator[Finding]:
    """Demand a value and a unit of a target."""
    if not target.goal:
        if nature_of(target) == "定性":
            place = target.goal.place if target.goal.place.cell else target.place
            yield catalogue.NO_GOAL.finding(place=place, subject=target.name)
    elif nature_of(target) != "定性" and not unit_of(target):
        yield catalogue.NO_UNIT.finding(place=target.goal.place, subject=target.name, quote=target.goal.text)


def _earned(mark: Decimal, met: Completion, scheme: ProjectScheme) -> Decimal | None:
    if met.rate is None:
        return None
    share = max(Decimal(0), min(met.rate, Decimal(1)))
    over = met.rate - scheme.excess.limit
    if met.nature == "≥" and over > 0:
        match scheme.excess.effect:
            case "cut":
                share = max(Decimal(0), 1 - over)
            case "zero":
                share = Decimal(0)
    return rounded_score(mark * share)


def _deviation_findings(result: ProjectTargetResult, scheme: ProjectScheme) -> Iterator[Finding]:
    target, rate = result.target, result.completion.rate
    if rate is None or target.reason.strip():
        return
    place = target.actual.place if target.actual.place.cell else target.place
    if result.missed:
        yield catalogue.NO_REASON.finding(place=place, subject=target.name, actual=percent_text(rate))
    elif result.too_low:
        effects = {"flag": "", "cut": "，已按超出的比例扣减", "zero": "，此项不得分"}
        yield catalogue.LOW_TARGET.finding(
            place=place,
            subject=target.name,
            expected=result.goal,
            actual=result.actual,
            share=percent_text(rate),
            effect=effects[scheme.excess.effect],
        )


def _check_marks(
    project: Project, targets: Sequence[ProjectTargetResult], scheme: ProjectScheme, findings: list[Finding]
) -> bool:
    """Check that execution and targets add up to 100, and each first level to its mark."""
    marks = [result.full for result in targets if result.full is not None]
    if not targets or len(marks) < len(targets):
        return False
    total = sum(marks, Decimal(0))
    if total != scheme.targets_full:
        places = tuple(
            result.target.mark_place if result.target.mark_place.cell else result.target.place for result in targets
        )
        findings.append(
            catalogue.BAD_MARKS.finding(
                places=places,
                subject=project.name,
                actual=plain(total + scheme.execution_mark),
                execution=plain(scheme.execution_mark),
                targets=plain(total),
                expected=plain(scheme.full),
            )
        )
        return False
    for first in scheme.firsts:
        own = [result for result in targets if result.first == first.name]
        given = sum((result.full or Decimal(0) for result in own), Decimal(0))
        if first.mark is not None and given != first.mark:
            findings.append(
                catalogue.LEVEL_MARKS.finding(
                    place=own[0].target.place if own else project.place,
                    subject=project.name,
                    level=first.name,
                    actual=plain(given),
                    expected=plain(first.mark),
                    severity=Severity.ERROR if scheme.strict_levels else None,
                )
            )
    return True


def _owed(result: ProjectResult) -> Iterator[Finding]:
    """Demand reasons: little spent, a budget changed during the year, goals not written."""
    project, execution = result.project, result.execution
    amounts = execution.amounts
    if result.low_execution and not project.execution_reason.strip():
        yield catalogue.LOW_EXECUTION.finding(
            place=funds_place(project),
            subject=project.name,
            actual=percent_text(execution.rate or Decimal(0)),
            expected=percent_text(result.scheme.reason_below, 0),
        )
    changed = amounts.initial is not None and amounts.budget is not None and amounts.initial != amounts.budget
    if changed and not project.adjustment_reason.strip():
        yield catalogue.NO_ADJUSTMENT_REASON.finding(
            place=funds_place(project),
            subject=project.name,
            expected=_money(amounts.initial or Decimal(0)),
            actual=_money(amounts.budget or Decimal(0)),
        )
    if project.targets:
        for words, what in ((project.goal, "年度总体目标"), (project.achieved, "年度总体目标的实际完成情况")):
            if not words.strip():
                yield catalogue.NO_GOAL_TEXT.finding(place=project.place, subject=project.name, what=what)


def _against_typed(result: ProjectResult) -> Iterator[Finding]:
    """Compare what the officer typed as scores with what is computed."""
    pairs = [(r.target.name, r.target.score, r.score, r.full, r.target.place) for r in result.targets]
    project = result.project
    for name, typed, computed, full, place in [
        *pairs,
        (project.name, project.score, result.score, result.scheme.full, project.place),
    ]:
        if typed is None or full is None:
            continue
        if not 0 <= typed <= full:
            yield catalogue.OTHER_NUMBER_OF_SCORE.finding(
                place=place, subject=name, actual=plain(typed), expected=plain(full)
            )
        elif computed is not None and abs(typed - computed) >= _CENT:
            yield catalogue.SCORE_DIFFERS.finding(
                place=place, subject=name, actual=plain(typed), expected=plain(computed)
            )


def mean_of(results: Iterable[ProjectResult]) -> Decimal | None:
    """Give the plain mean of the scores; None while one is missing."""
    scores = [result.score for result in results]
    known = [score for score in scores if score is not None]
    return sum(known, Decimal(0)) / len(known) if known and len(known) == len(scores) else None
