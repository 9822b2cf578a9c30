"""What templates can say (上下文): facts, answers, indicators and totals under the Chinese names of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import MONEY_UNITS
from xlperf.narrative import views
from xlperf.narrative.figures import Figure, placeholder
from xlperf.narrative.vocabulary import REPORT_QUESTIONS
from xlperf.narrative.wording import parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlperf.answers import Answers, TypedValue
    from xlperf.facts import Fact
    from xlperf.scheme.model import FactSpec, Scheme
    from xlperf.scoring.result import Input, Results

_ISO_DATE: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00:00)?")
_COUNTED: Final[Mapping[str, str]] = {"下属单位数量": "个"}


@dataclass(frozen=True, slots=True)
class Figures(Mapping[str, Figure]):
    """Every figure that the scheme names (数据): facts from the tables, then what the officer typed."""

    scheme: Scheme
    facts: Mapping[str, Fact]
    answers: Answers
    counted: Mapping[str, Input] = field(default_factory=dict)
    """What scoring counted from lists, such as the key tasks done."""

    def __getitem__(self, name: str) -> Figure:
        spec, fact = self.scheme.facts.get(name), self.facts.get(name)
        typed = self.answers.values.get(name)
        if fact is not None and (fact.value is not None or typed is None):
            return self._figure(name, fact.value, fact.unit, self._origin(spec, fact))
        counted = self.counted.get(name)
        if counted is not None and counted.value is not None and (fact is None and typed is None):
            return self._figure(name, counted.value, counted.unit or self._asked_unit(name), "填报资料")
        if typed is not None and isinstance(typed.value, Decimal):
            return self._figure(name, typed.value, typed.unit or self._asked_unit(name), "填报资料")
        if spec is not None:
            return self._figure(name, None, spec.unit, self._origin(spec, None))
        if name in self.scheme.questions and self.scheme.questions[name].type == "number":
            return self._figure(name, None, self._asked_unit(name), "填报资料")
        if name in (self.scheme.parameters or {}) and counted is not None:
            return self._figure(name, counted.value, counted.unit, "")
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        numbers = (name for name, question in self.scheme.questions.items() if question.type == "number")
        yield from dict.fromkeys([*self.scheme.facts, *self.facts, *numbers])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _figure(self, name: str, value: Decimal | None, unit: str, origin: str) -> Figure:
        return Figure(name, value, unit, self.scheme.money_unit, origin=origin)

    def _asked_unit(self, name: str) -> str:
        question = self.scheme.questions.get(name)
        return question.unit if question else ""

    def _origin(self, spec: FactSpec | None, fact: Fact | None) -> str:
        if fact is not None and fact.source is not None and fact.source.table:
            return views.table_name(self.scheme, fact.source.table)
        if spec is not None and spec.locations:
            return views.table_name(self.scheme, spec.locations[0].table)
        return "填报资料"


@dataclass(frozen=True, slots=True)
class Typed(Mapping[str, object]):
    """What the officer filled in (填报): figures print with their unit, what is blank prints 【待补充：…】."""

    scheme: Scheme
    answers: Answers
    defaults: Mapping[str, str]

    def __getitem__(self, name: str) -> object:
        typed = self.answers.values.get(name)
        if typed is not None and str(typed.value).strip():
            return self._printed(name, typed)
        text = self.answers.texts.get(name, "").strip() or self.defaults.get(name, "")
        if text:
            return date_words(text)
        if name in self.scheme.questions or name in REPORT_QUESTIONS:
            return placeholder(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*REPORT_QUESTIONS, *self.scheme.questions, *self.answers.values]))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _printed(self, name: str, typed: TypedValue) -> object:
        if isinstance(typed.value, str):
            return date_words(typed.value.strip())
        unit = typed.unit or (self.scheme.questions[name].unit if name in self.scheme.questions else "")
        return Figure(name, typed.value, unit or _COUNTED.get(name, ""), self.scheme.money_unit)


def date_words(text: str) -> str:
    """Write a date typed with strokes as documents do: 2024-03-05 becomes 2024年3月5日."""
    found = _ISO_DATE.fullmatch(text)
    return f"{int(found[1])}年{int(found[2])}月{int(found[3])}日" if found else text


def shared_context(results: Results, answers: Answers, unit_name: str) -> dict[str, object]:
    """Gather what every template may use, by the words of the vocabulary."""
    scheme = results.scheme
    counted = {part.name: part for result in results.indicators for part in views.all_inputs(result)}
    figures = Figures(scheme, results.facts, answers, counted)
    name = _department(answers, unit_name)
    context: dict[str, object] = {
        "年度": str(scheme.year),
        "单位名称": name or placeholder("部门名称"),
        "体系": {
            "名称": scheme.title,
            "评分表": scheme.form_title or scheme.title,
            "制定单位": scheme.authority,
            "满分": Figure("满分", scheme.full, "分"),
            "金额单位": scheme.money_unit,
        },
        "数据": figures,
        "填报": Typed(scheme, answers, {"部门名称": name} if name else {}),
        "总分": views.total_view(results),
        "一级指标": views.top_views(results),
        "扣分指标": [views.indicator_view(scheme, r) for r in results.indicators if r.lost > 0],
        "待评指标": [views.indicator_view(scheme, r) for r in results.indicators if views.awaits_score(r)],
        "项目": [views.project_view(p, n, scheme.money_unit) for n, p in enumerate(answers.projects, 1)],
        "重点工作": [views.task_view(task, n) for n, task in enumerate(answers.tasks, 1)],
    }

    def origins(*wanted: Figure) -> str:
        return "、".join(dict.fromkeys(figure.origin for figure in wanted if figure.origin))

    def nonzero(names: Iterable[str]) -> list[Figure]:
        return parts(names, figures)

    return context | {"来源": origins, "构成": nonzero}


def money_facts(figures: Figures) -> list[Figure]:
    """List the amounts that the tables gave, for schemes whose facts nobody has written sentences for."""
    amounts = (figures[name] for name in figures)
    return [figure for figure in amounts if figure.known and figure.unit in MONEY_UNITS]


def _department(answers: Answers, unit_name: str) -> str:
    typed = answers.values.get("部门名称")
    if typed is not None and str(typed.value).strip():
        return str(typed.value).strip()
    return answers.texts.get("部门名称", "").strip() or unit_name
