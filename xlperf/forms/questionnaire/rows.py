"""The rows of 填报表.xlsx: what the scheme asks, with the answers that are there already."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from xlperf.amounts import MONEY_UNITS, from_yuan
from xlperf.findings import Severity
from xlperf.forms.questionnaire.layout import (
    FINDINGS,
    NUMBERS,
    OPTIONAL,
    POINTS,
    PROJECTS,
    SCORES,
    TARGETS,
    TASKS,
    TEXTS,
    SheetSpec,
)
from xlperf.scheme.model import WeightedTargets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlperf.answers import Answers
    from xlperf.findings import Finding
    from xlperf.scheme.model import Question, Scheme

Row = dict[str, Decimal | str]
"""Values by column key; a key that is absent is blank."""


def point_id(indicator: str, number: int) -> str:
    """Name a check point in the hidden column."""
    return f"{indicator}#{number}"


def all_rows(scheme: Scheme, answers: Answers, findings: Iterable[Finding]) -> dict[str, list[Row]]:
    """Give the rows of every sheet, by the sheet's name."""
    return {
        POINTS.name: list(_points(scheme, answers)),
        NUMBERS.name: list(_numbers(scheme, answers)),
        SCORES.name: list(_scores(scheme, answers)),
        TARGETS.name: list(_targets(scheme, answers)),
        PROJECTS.name: list(_projects(answers)),
        TASKS.name: [{"name": task.name, "done": task.done.value, "note": task.note} for task in answers.tasks],
        TEXTS.name: list(_texts(scheme, answers)),
        FINDINGS.name: list(_findings(findings, answers.explanations)),
    }


def target_indicators(scheme: Scheme) -> tuple[str, ...]:
    """Name the indicators that targets feed."""
    return tuple(leaf.name for leaf in scheme.leaves() if isinstance(leaf.rule, WeightedTargets))


def is_needed(spec: SheetSpec, scheme: Scheme) -> bool:
    """Say whether a scheme uses a sheet at all."""
    return spec is not TARGETS or bool(target_indicators(scheme))


def _points(scheme: Scheme, answers: Answers) -> Iterator[Row]:
    for leaf in scheme.leaves():
        for number, point in enumerate(leaf.points, 1):
            row: Row = {
                "id": point_id(leaf.id, number),
                "indicator": leaf.name,
                "point": f"{number}. {point.text}",
                "mark": point.mark,
            }
            answer = answers.points.get((leaf.id, number))
            if answer:
                row |= {"choice": answer.choice.value, "note": answer.note}
            yield row


def _numbers(scheme: Scheme, answers: Answers) -> Iterator[Row]:
    names = {leaf.id: leaf.name for leaf in scheme.leaves()}
    for question in scheme.questions.values():
        if question.type == "text":
            continue
        row: Row = {
            "id": question.id,
            "prompt": prompt_of(question),
            "unit": question.unit,
            "used": names.get(question.indicator, ""),
        }
        answer = answers.values.get(question.id)
        if answer:
            row |= {"value": shown_in_unit(answer.value, question), "note": answer.note}
        yield row


def prompt_of(question: Question) -> str:
    """Give the words of a question, saying where it need not be answered."""
    return question.prompt if question.required else f"{question.prompt}{OPTIONAL}"


def shown_in_unit(value: Decimal | str, question: Question) -> Decimal | str:
    """Give an answer as it is typed: money in the question's unit; a percentage stays a rate, formatted so."""
    if isinstance(value, Decimal) and question.unit in MONEY_UNITS:
        return from_yuan(value, question.unit)
    return value


def _scores(scheme: Scheme, answers: Answers) -> Iterator[Row]:
    for leaf in scheme.leaves():
        row: Row = {"id": leaf.id, "indicator": leaf.name, "mark": leaf.full}
        override = answers.overrides.get(leaf.id)
        if override:
            row |= {"score": override.score, "reason": override.reason}
        if leaf.id in answers.reasons:
            row["deduction"] = answers.reasons[leaf.id]
        if leaf.id in answers.not_applicable:
            row["not_applicable"] = answers.not_applicable[leaf.id]
        yield row


def _targets(scheme: Scheme, answers: Answers) -> Iterator[Row]:
    names = {leaf.id: leaf.name for leaf in scheme.leaves()}
    for target in answers.targets:
        row: Row = {
            "indicator": names.get(target.indicator, target.indicator),
            "group": target.group,
            "name": target.name,
            "nature": target.nature,
            "target": target.target,
            "unit": target.unit,
            "actual": target.actual,
            "reason": target.reason,
        }
        if target.weight is not None:
            row["weight"] = target.weight
        yield row


def _projects(answers: Answers) -> Iterator[Row]:
    for project in answers.projects:
        row: Row = {"name": project.name, "reason": project.reason}
        if project.budget is not None:
            row["budget"] = from_yuan(project.budget, "万元")
        if project.spent is not None:
            row["spent"] = from_yuan(project.spent, "万元")
        if project.score is not None:
            row["score"] = project.score
        yield row


def _texts(scheme: Scheme, answers: Answers) -> Iterator[Row]:
    asked = [question for question in scheme.questions.values() if question.type == "text"]
    for question in sorted(asked, key=lambda question: bool(question.section)):
        row: Row = {"id": question.id, "prompt": prompt_of(question), "help": question.help}
        if question.id in answers.texts:
            row["text"] = answers.texts[question.id]
        yield row


def _findings(findings: Iterable[Finding], explanations: Mapping[str, str]) -> Iterator[Row]:
    """List the warnings, which can be explained; errors must be mended."""
    seen: set[str] = set()
    for finding in findings:
        if finding.severity is not Severity.WARNING or finding.fingerprint in seen:
            continue
        seen.add(finding.fingerprint)
        row: Row = {
            "id": finding.fingerprint,
            "code": finding.code,
            "message": finding.message,
            "place": str(finding.place),
        }
        if finding.fingerprint in explanations:
            row["explanation"] = explanations[finding.fingerprint]
        yield row
