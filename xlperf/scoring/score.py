"""Facts and answers to the scored form (评分)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.scheme.model import Bands, Indicator, MeanOfProjects, Parts, Proportion, Steps, Threshold
from xlperf.scoring.catalogue import UNKNOWN_ANSWER
from xlperf.scoring.deciding import decide
from xlperf.scoring.inputs import Figures
from xlperf.scoring.result import Results
from xlperf.scoring.rules import Outcome, score_by_value
from xlperf.scoring.rules.projects import score_projects
from xlperf.scoring.totals import group_results, summed, total_score

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from xlperf.answers import Answers
    from xlperf.facts import Fact
    from xlperf.findings import Finding
    from xlperf.scheme.model import Part, Scheme


def score(scheme: Scheme, facts: Mapping[str, Fact], answers: Answers) -> Results:
    """Score the whole form: every indicator with its trace, the sums of every level, the total and its grade.

    ``facts`` are in 元, by the name that the scheme gives them; last year's may stand under 上年(名称).
    What cannot be computed or is not answered yet has no score, a reason and a finding.
    """
    figures = Figures(scheme, facts, answers)
    decided = {
        leaf.id: decide(leaf, (*(node.name for node in above), leaf.name), figures) for above, leaf in scheme.paths()
    }
    items = tuple(decided.values())
    total, left_out = total_score(scheme.full, items)
    partial = summed(items)
    findings = [finding for item in items for finding in item.findings]
    return Results(
        scheme=scheme,
        facts=facts,
        indicators=tuple(item.result for item in items),
        groups=group_results(scheme, decided),
        total=total,
        full=scheme.full,
        grade=grade_of(scheme, total) if total is not None else "",
        partial=partial,
        findings=(*findings, *_unknown_answers(scheme, answers)),
        raw=partial if total is not None else None,
        left_out=left_out,
    )


def score_value(indicator: Indicator | Part, value: Decimal) -> Outcome:
    """Say what a value would earn (打分试算): a rate as 0.125, a mean of project scores as 98.75.

    Raises:
        ValueError: the indicator is not scored by one value; the message says how it is.
    """
    full = indicator.full if isinstance(indicator, Indicator) else indicator.mark
    match indicator.rule:
        case Bands() | Steps() | Proportion() | Threshold() as rule:
            return score_by_value(rule, full, value, percent=indicator.display == "percent")
        case MeanOfProjects():
            return score_projects(full, value)
        case Parts(parts=parts):
            names = "、".join(part.name for part in parts)
            raise ValueError(f"“{indicator.name}”分 {len(parts)} 个分项计分（{names}），请指明分项")
    raise ValueError(f"“{indicator.name}”不是按一个数值评分的")


def grade_of(scheme: Scheme, total: Decimal) -> str:
    """Give the grade of a total out of 100 (优、良、中、差); empty where the scheme has none."""
    share = total * 100 / scheme.full
    return next((grade.name for grade in scheme.grades if share >= grade.low), "")


def _unknown_answers(scheme: Scheme, answers: Answers) -> Iterator[Finding]:
    """Find answers about indicators that the scheme does not have."""
    known = {leaf.id for leaf in scheme.leaves()}
    named = {point.indicator: point.place for point in answers.points.values()}
    named |= {override.indicator: override.place for override in answers.overrides.values()}
    named |= {target.indicator: target.place for target in answers.targets}
    for name, place in named.items():
        if name not in known:
            yield UNKNOWN_ANSWER.finding(place=place, subject=name)
