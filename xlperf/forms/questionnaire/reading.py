"""Reading 填报表.xlsx back: answers with their cells, and a finding for everything that cannot be meant."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from xlperf.amounts import MONEY_UNITS, is_dash, plain
from xlperf.answers import Answers, Choice, KeyTask, Override, PointAnswer, ProjectScore, Target, TypedValue
from xlperf.findings import Place
from xlperf.forms import catalogue
from xlperf.forms.questionnaire.layout import (
    FINDINGS,
    NUMBERS,
    POINTS,
    PROJECTS,
    SCORES,
    SHEETS,
    TARGETS,
    TASKS,
    TEXTS,
)
from xlperf.forms.questionnaire.rows import is_needed, point_id, prompt_of
from xlperf.forms.questionnaire.sheets import AnsweredSheet, open_questionnaire
from xlperf.forms.questionnaire.values import Typed, read_figure
from xlperf.source.grid import ErrorValue
from xlperf.source.indicator_labels import label_key, name_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from xlperf.findings import Code, Finding
    from xlperf.forms.questionnaire.sheets import OpenedQuestionnaire
    from xlperf.scheme.model import Indicator, Question, Scheme

_Key = TypeVar("_Key")
_Answer = TypeVar("_Answer")

_MEANT: Final = {
    Choice.YES: ("是", "√", "✓", "✔", "有", "符合", "达到", "完成", "已完成"),
    Choice.NO: ("否", "×", "✗", "✘", "无", "没有", "不符合", "未达到", "未完成"),
    Choice.PARTLY: ("部分", "部分符合", "部分达到", "部分完成"),
    Choice.NOT_APPLICABLE: ("不适用", "未发生", "不涉及"),
}
"""Words that people type for a choice."""
_NATURES: Final = {">=": "≥", "<=": "≤", "＝": "=", "≧": "≥", "≦": "≤"}


@dataclass(frozen=True, slots=True)
class AnswersResult:
    """What was read from the questionnaire."""

    answers: Answers
    findings: tuple[Finding, ...]
    sha256: str = ""
    """Hash of the file; empty where there was none."""
    opened: OpenedQuestionnaire | None = None
    """The file, for what else stands in it: funds and targets of projects."""


def read_answers(path: Path, scheme: Scheme) -> AnswersResult:
    """Read a questionnaire; a file that is not there gives empty answers, one that cannot be read a finding."""
    if not path.is_file():
        return AnswersResult(Answers(), ())
    opened = open_questionnaire(path)
    if isinstance(opened, str):
        reason = opened.removeprefix(f"{path.name}：").rstrip("。")
        finding = catalogue.QUESTIONNAIRE_UNREADABLE.finding(place=Place(file=path.name), reason=reason)
        return AnswersResult(Answers(), (finding,))
    reader = _Reader(scheme)
    sheets: dict[str, AnsweredSheet] = {}
    for spec in SHEETS:
        found = opened.sheet(spec)
        if found is None and is_needed(spec, scheme):
            reader.findings.append(catalogue.SHEET_MISSING.finding(place=Place(file=path.name), subject=spec.name))
        sheets[spec.name] = found or opened.blank(spec)
    answers = reader.read(sheets)
    return AnswersResult(answers, tuple(reader.findings), opened.sha256, opened)


@dataclass(slots=True)
class _Reader:
    """Reads sheet by sheet and collects what is wrong."""

    scheme: Scheme
    findings: list[Finding] = field(default_factory=list)

    def read(self, sheets: Mapping[str, AnsweredSheet]) -> Answers:
        scores = sheets[SCORES.name]
        return Answers(
            points=self._points(sheets[POINTS.name]),
            values=self._values(sheets[NUMBERS.name]),
            overrides=self._overrides(scores),
            reasons=self._words_on_scores(scores, "deduction"),
            not_applicable=self._words_on_scores(scores, "not_applicable"),
            targets=tuple(self._targets(sheets[TARGETS.name])),
            projects=tuple(self._projects(sheets[PROJECTS.name])),
            tasks=tuple(self._tasks(sheets[TASKS.name])),
            texts=self._texts(sheets[TEXTS.name]),
            explanations=_explanations(sheets[FINDINGS.name]),
        )

    def _points(self, sheet: AnsweredSheet) -> dict[tuple[str, int], PointAnswer]:
        asked = [(leaf, at, point) for leaf in self.scheme.leaves() for at, point in enumerate(leaf.points, 1)]
        by_id = {point_id(leaf.id, at): (leaf, at) for leaf, at, _ in asked}
        by_words = {(label_key(leaf.name), label_key(point.text)): (leaf, at) for leaf, at, point in asked}
        answers: dict[tuple[str, int], PointAnswer] = {}
        for row in sheet.rows():
            words = label_key(sheet.text(row, "indicator")), label_key(sheet.text(row, "point"))
            known = by_id.get(sheet.text(row, "id")) or by_words.get(words)
            if known is None:
                self._unknown(sheet, row, "point")
                continue
            leaf, at = known
            typed = sheet.cell(row, "choice", f"{leaf.name}要点{at}")
            choice = self._choice(typed, tuple(Choice))
            if choice is not None:
                answer = PointAnswer(leaf.id, at, choice, sheet.text(row, "note"), typed.place)
                self._keep(answers, (leaf.id, at), answer, typed, lambda a: a.choice.value)
        return answers

    def _choice(self, typed: Typed, allowed: Sequence[Choice]) -> Choice | None:
        if typed.is_blank:
            return None
        word = "".join(typed.text.split())
        choice = next((choice for choice in allowed if word in _MEANT[choice]), None)
        if choice is None:
            self._wrong_choice(typed, [item.value for item in allowed])
        return choice

    def _values(self, sheet: AnsweredSheet) -> dict[str, TypedValue]:
        answers: dict[str, TypedValue] = {}
        asked = [question for question in self.scheme.questions.values() if question.type != "text"]
        for row, question in self._asked(sheet, asked):
            typed = sheet.cell(row, "value", question.prompt)
            value = (
                self._picked(typed, question) if question.choices else self._figure(typed, _unit(sheet, row, question))
            )
            if value is not None:
                unit = "元" if question.unit in MONEY_UNITS else question.unit
                answer = TypedValue(question.id, value, unit, sheet.text(row, "note"), typed.place)
                self._keep(answers, question.id, answer, typed, lambda a: str(a.value))
        return answers

    def _figure(self, typed: Typed, unit: str) -> Decimal | None:
        return read_figure(typed, unit, self.findings.append)

    def _picked(self, typed: Typed, question: Question) -> str | None:
        if typed.is_blank:
            return None
        known = {name_key(choice): choice for choice in question.choices}
        found = known.get(name_key(typed.text))
        if found is None:
            self._wrong_choice(typed, question.choices)
        return found

    def _texts(self, sheet: AnsweredSheet) -> dict[str, str]:
        answers: dict[str, str] = {}
        asked = [question for question in self.scheme.questions.values() if question.type == "text"]
        for row, question in self._asked(sheet, asked):
            typed = sheet.cell(row, "text", question.prompt)
            if self._has_words(typed):
                self._keep(answers, question.id, typed.text, typed, str)
        return answers

    def _asked(self, sheet: AnsweredSheet, questions: Sequence[Question]) -> Iterator[tuple[int, Question]]:
        by_id = {question.id: question for question in questions}
        by_prompt = {name_key(words): q for q in questions for words in (q.prompt, prompt_of(q))}
        for row in sheet.rows():
            question = by_id.get(sheet.text(row, "id")) or by_prompt.get(name_key(sheet.text(row, "prompt")))
            if question:
                yield row, question
            else:
                self._unknown(sheet, row, "prompt")

    def _overrides(self, sheet: AnsweredSheet) -> dict[str, Override]:
        answers: dict[str, Override] = {}
        for row in sheet.rows():
            leaf = self._leaf(sheet, row)
            if leaf is None:
                self._unknown(sheet, row, "indicator")
                continue
            typed = sheet.cell(row, "score", leaf.name)
            score = self._figure(typed, "分")
            if score is None:
                continue
            if score > leaf.full:
                self._report(catalogue.SCORE_OVER_FULL, typed, actual=plain(score), expected=plain(leaf.full))
                continue
            answer = Override(leaf.id, score, sheet.text(row, "reason"), typed.place)
            self._keep(answers, leaf.id, answer, typed, lambda a: plain(a.score))
        return answers

    def _words_on_scores(self, sheet: AnsweredSheet, key: str) -> dict[str, str]:
        answers: dict[str, str] = {}
        for row in sheet.rows():
            leaf = self._leaf(sheet, row)
            typed = sheet.cell(row, key, leaf.name if leaf else "")
            if leaf and self._has_words(typed):
                self._keep(answers, leaf.id, typed.text, typed, str)
        return answers

    def _leaf(self, sheet: AnsweredSheet, row: int, key: str = "indicator") -> Indicator | None:
        number, name = sheet.text(row, "id"), label_key(sheet.text(row, key))
        for leaf in self.scheme.leaves():
            if leaf.id == number or (name and name in {label_key(word) for word in (leaf.name, *leaf.aliases)}):
                return leaf
        return None

    def _targets(self, sheet: AnsweredSheet) -> Iterator[Target]:
        for row in sheet.rows():
            name = sheet.text(row, "name")
            if not self._named(sheet, row, name, "指标名称"):
                continue
            leaf = self._leaf(sheet, row)
            if leaf is None:
                self._unknown(sheet, row, "indicator")
                continue
            nature = sheet.text(row, "nature")
            yield Target(
                indicator=leaf.id,
                name=name,
                nature=_NATURES.get(nature, nature),
                target=sheet.text(row, "target"),
                unit=sheet.text(row, "unit"),
                actual=sheet.text(row, "actual"),
                weight=self._figure(sheet.cell(row, "weight", f"{name}权重"), ""),
                group=sheet.text(row, "group"),
                reason=sheet.text(row, "reason"),
                place=sheet.cell(row, "actual").place,
            )

    def _projects(self, sheet: AnsweredSheet) -> Iterator[ProjectScore]:
        for row in sheet.rows():
            name = sheet.text(row, "name")
            if name_key(name) in {"合计", "小计", "总计"} or not self._named(sheet, row, name, "项目名称"):
                continue
            typed = sheet.cell(row, "score", name)
            score = self._figure(typed, "分")
            if score is not None and score > 100:
                self._report(catalogue.PROJECT_SCORE, typed, quote=plain(score))
                score = None
            yield ProjectScore(
                name=name,
                budget=self._figure(sheet.cell(row, "budget", f"{name}全年预算数"), _money_unit(sheet, "budget")),
                spent=self._figure(sheet.cell(row, "spent", f"{name}全年执行数"), _money_unit(sheet, "spent")),
                score=score,
                reason=sheet.text(row, "reason"),
                place=typed.place,
            )

    def _tasks(self, sheet: AnsweredSheet) -> Iterator[KeyTask]:
        for row in sheet.rows():
            name = sheet.text(row, "name")
            if not self._named(sheet, row, name, "工作任务"):
                continue
            typed = sheet.cell(row, "done", name)
            done = self._choice(typed, (Choice.YES, Choice.NO, Choice.PARTLY))
            if done is not None:
                yield KeyTask(name, done, sheet.text(row, "note"), typed.place)
            elif typed.is_blank:
                self._report(catalogue.TASK_OPEN, typed)

    def _has_words(self, typed: Typed) -> bool:
        if isinstance(typed.value, ErrorValue):
            self._report(catalogue.CELL_ERROR, typed, quote=typed.text)
            return False
        return not typed.is_blank

    def _named(self, sheet: AnsweredSheet, row: int, name: str, what: str) -> bool:
        if not name:
            place = sheet.cell(row, "name").place
            self.findings.append(
                catalogue.NAMELESS_ROW.finding(place=place, subject=what, sheet=sheet.name, row=row + 1, what=what)
            )
        return bool(name)

    def _keep(
        self,
        answers: MutableMapping[_Key, _Answer],
        key: _Key,
        answer: _Answer,
        typed: Typed,
        shown: Callable[[_Answer], str],
    ) -> None:
        """Keep an answer; the same thing answered twice in different ways is reported, the first holds."""
        before = answers.setdefault(key, answer)
        if shown(before) != shown(answer):
            self._report(catalogue.ANSWERED_TWICE, typed, expected=shown(before)[:30], actual=shown(answer)[:30])

    def _wrong_choice(self, typed: Typed, allowed: Sequence[str]) -> None:
        choices = "、".join(f"“{word}”" for word in allowed)
        self._report(catalogue.WRONG_CHOICE, typed, quote=typed.text, choices=choices)

    def _unknown(self, sheet: AnsweredSheet, row: int, key: str) -> None:
        typed = sheet.cell(row, key)
        subject = typed.text or f"第 {row + 1} 行"
        self.findings.append(catalogue.UNKNOWN_ROW.finding(place=typed.place, subject=subject))

    def _report(  # noqa: PLR0913 - the words of a finding
        self, code: Code, typed: Typed, *, quote: str = "", expected: str = "", actual: str = "", choices: str = ""
    ) -> None:
        finding = code.finding(
            place=typed.place, subject=typed.subject, quote=quote, expected=expected, actual=actual, choices=choices
        )
        self.findings.append(finding)


def _unit(sheet: AnsweredSheet, row: int, question: Question) -> str:
    """Give the unit beside a figure; a person may change 万元 to 元 there."""
    written = sheet.text(row, "unit")
    return written if written in MONEY_UNITS and question.unit in MONEY_UNITS else question.unit


def _money_unit(sheet: AnsweredSheet, key: str) -> str:
    """Read the money unit of a column from its heading, in case a person changed it."""
    heading = sheet.found.heading_text(key) if key in sheet.found.columns else ""
    return next((unit for unit in sorted(MONEY_UNITS, key=len, reverse=True) if unit in heading), "万元")


def _explanations(sheet: AnsweredSheet) -> dict[str, str]:
    texts = {sheet.text(row, "id"): sheet.text(row, "explanation") for row in sheet.rows()}
    return {fingerprint: text for fingerprint, text in texts.items() if fingerprint and text and not is_dash(text)}
