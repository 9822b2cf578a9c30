"""The model of an indicator scheme (指标体系): tables, facts, questions, indicators, rules and checks, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from xlperf.findings import Place


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a rule is written (文号、条款); an unconfirmed one is shown as 默认值，待核."""

    text: str
    confirmed: bool = True
    pending: str = ""
    """What of it is not confirmed: 评分档次; empty for the whole."""

    def __str__(self) -> str:
        if self.confirmed:
            return self.text
        unsure = f"{self.pending}为默认值，待核" if self.pending else "默认值，待核"
        return f"{self.text}（{unsure}）" if self.text else unsure


@dataclass(frozen=True, slots=True)
class TableSpec:
    """How an official table is recognised (财决01-1表 …), never by file name, sheet name or address."""

    id: str
    titles: tuple[str, ...]
    """Titles in use, newest first."""
    codes: tuple[str, ...] = ()
    """Form numbers that may stand in the corner: 财决01-1表."""
    labels: tuple[str, ...] = ()
    """Row labels that show that a table without title is this one."""


@dataclass(frozen=True, slots=True)
class Location:
    """One place where a fact may stand: a table, a row by its label, a column by its heading."""

    table: str
    row: tuple[str, ...]
    """Row label and its aliases."""
    column: tuple[tuple[str, ...], ...]
    """Alternatives, each a path of headings from the top: ("决算数", "小计")."""
    within: tuple[str, ...] = ()
    """Labels above the row that tell it from rows of the same name: ("基本支出",)."""
    sign: int = 1


@dataclass(frozen=True, slots=True)
class FactSpec:
    """A figure that the scheme uses (数据项): its unit and where to find it, best place first."""

    id: str
    """Chinese name, as formulas write it."""
    unit: str
    locations: tuple[Location, ...]
    blank: Literal["missing", "zero"] = "missing"
    """Whether an empty cell of the table means that there was none."""
    period: Literal["year", "prior", "month"] = "year"
    note: str = ""
    formula: str = ""
    """How it is worked out from other figures where no table holds it."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked of the officer (填报项) that no table holds."""

    id: str
    """Chinese name, as formulas write it."""
    prompt: str
    type: Literal["number", "text", "choice"]
    unit: str = ""
    choices: tuple[str, ...] = ()
    help: str = ""
    required: bool = True
    indicator: str = ""
    section: str = ""
    """For texts: the heading of the report under which it stands."""
    low: Decimal | None = Decimal(0)
    """Least figure that makes sense; 0 where nothing is said."""
    high: Decimal | None = None
    """Greatest figure that makes sense: 100 % for a satisfaction rate."""


@dataclass(frozen=True, slots=True)
class Band:
    """A step of a banded rule: values between two ends earn a mark."""

    score: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    low_closed: bool = False
    high_closed: bool = True


@dataclass(frozen=True, slots=True)
class Bands:
    """Marks by bands of the value (分段计分): ≤10 % 3, (10 %, 20 %] 2, …"""

    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """Marks off per step beyond a goal (按步扣分): 100 % full, each 5 points below −2, never below 0."""

    goal: Decimal
    step: Decimal
    off: Decimal
    direction: Literal["below", "above"]
    """Which side of the goal loses marks."""
    partial: bool = False
    """Whether a part of a step loses its part of the marks; otherwise a begun step counts as ``begun_counts`` says."""
    floor: Decimal = Decimal(0)
    begun_counts: bool = True
    """Whether a begun step counts whole, or not at all."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """Mark in proportion to the value (按比例得分), capped at the full mark; zero outside a corridor, if any."""

    goal: Decimal = Decimal(1)
    corridor: tuple[Decimal, Decimal] | None = None
    floor: Decimal = Decimal(0)
    """Values below it earn nothing."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """Full mark if the value compares as said, else nothing (达标得分): ≤ 100 %."""

    comparator: Literal["<=", ">=", "=", "<", ">"]
    goal: Decimal
    otherwise: Literal["zero", "proportion"] = "zero"


@dataclass(frozen=True, slots=True)
class Point:
    """A check point (评价要点) and its mark."""

    text: str
    mark: Decimal


@dataclass(frozen=True, slots=True)
class CheckPoints:
    """Marks by check points met (要点计分); PARTLY earns ``partly`` of the mark."""

    points: tuple[Point, ...]
    partly: Decimal = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Grades:
    """Marks by a word (定性分档): 达成 100–80 %, 部分达成 80–60 %, 未达成 60–0 %."""

    grades: tuple[tuple[str, Decimal], ...]
    """Word and share of the full mark."""
    question: str = ""
    """Id of the question that asks for the word."""


@dataclass(frozen=True, slots=True)
class WeightedTargets:
    """Σ weight × completion over the targets fed to the indicator (目标完成加权)."""

    cap: Decimal = Decimal(1)
    corridor: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class MeanOfProjects:
    """Full mark × mean project score ÷ 100 (项目得分平均), plain or weighted by budget."""

    weight: Literal["equal", "budget"] = "equal"


@dataclass(frozen=True, slots=True)
class Typed:
    """The officer types the score with a reason (人工评分)."""


PlainRule = Bands | Steps | Proportion | Threshold | CheckPoints | Grades | WeightedTargets | MeanOfProjects | Typed


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an indicator with a mark of its own, computed or answered by itself (分项)."""

    name: str
    mark: Decimal
    rule: PlainRule
    formula: str = ""
    display: Literal["percent", "money", "number", ""] = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """Sum of parts, each with its own formula and rule (分项计分): two rates of one mark each."""

    parts: tuple[Part, ...]


Rule = PlainRule | Parts

VALUE_RULES: Final = (Bands, Steps, Proportion, Threshold)
"""The rules that score one worked-out value."""


@dataclass(frozen=True, slots=True)
class Applicability:
    """When an indicator does not apply and what follows (不适用)."""

    effect: Literal["full", "rescale"]
    """full: 此项按分值得分; rescale: 实得 ÷ (100 − 不适用分) × 100."""
    when: str = ""
    """Formula that is true when it does not apply: 政府采购支出合计 = 0; empty: only when the officer says so."""
    words: str = ""
    """What the report says then: 本年度未发生……"""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A node of the tree; a leaf (三级指标) has a rule, an inner node has children."""

    id: str
    """English, snake case: carryover_rate. Also the name of its narrative templates."""
    name: str
    full: Decimal
    children: tuple[Indicator, ...] = ()
    aliases: tuple[str, ...] = ()
    rule: Rule | None = None
    formula: str = ""
    """In the formula language; empty where the rule needs no value."""
    display: Literal["percent", "money", "number", ""] = ""
    criteria: str = ""
    """评分标准 in words."""
    definition: str = ""
    """指标解释 in words."""
    reference: Reference = Reference("")
    evidence: tuple[str, ...] = ()
    applicability: Applicability | None = None
    narrative: str = ""
    """Name of the narrative templates where it is not the id."""
    period: Literal["year", "month"] = "year"
    """Whether it is scored for the year or watched month by month."""

    @property
    def template(self) -> str:
        """Name of the indicator's narrative templates."""
        return self.narrative or self.id

    @property
    def points(self) -> tuple[Point, ...]:
        """All check points as the answers number them, from 1, through the parts."""
        match self.rule:
            case CheckPoints(points=points):
                return points
            case Parts(parts=parts):
                return tuple(
                    point for part in parts if isinstance(part.rule, CheckPoints) for point in part.rule.points
                )
        return ()

    @property
    def formulas(self) -> tuple[str, ...]:
        """Its formula, or those of its parts."""
        if isinstance(self.rule, Parts):
            return tuple(part.formula for part in self.rule.parts if part.formula)
        return (self.formula,) if self.formula else ()

    def leaves(self) -> Iterator[Indicator]:
        """Go through the scored indicators in the order of the form."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


@dataclass(frozen=True, slots=True)
class Check:
    """A relation between facts that must hold (勾稽关系), in the formula language."""

    id: str
    text: str
    """The relation in words."""
    formula: str
    """A comparison: 财政拨款本年收入 + 年初财政拨款结转和结余 = ……"""
    severity: Literal["error", "warning", "hint"] = "error"
    reference: Reference = Reference("")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated yardstick (参数): a change is a new line, never an edit."""

    id: str
    unit: str
    values: tuple[tuple[date, Decimal], ...]
    """From which day it holds, oldest first."""
    reference: Reference = Reference("")

    def on(self, day: date) -> Decimal | None:
        """Give the value that holds on a day; None before the first."""
        return next((value for since, value in reversed(self.values) if since <= day), None)


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of the total (评价等级): 优 from 90 of 100."""

    name: str
    low: Decimal


@dataclass(frozen=True, slots=True)
class Scheme:
    """A whole indicator scheme for one authority and year."""

    id: str
    title: str
    authority: str
    year: int
    reference: Reference
    indicators: tuple[Indicator, ...]
    """Level-1 indicators."""
    tables: Mapping[str, TableSpec]
    facts: Mapping[str, FactSpec]
    questions: Mapping[str, Question]
    checks: tuple[Check, ...] = ()
    parameters: Mapping[str, Parameter] | None = None
    grades: tuple[Grade, ...] = ()
    money_unit: str = "万元"
    """Unit in which the form and the report state amounts."""
    extends: str = ""
    form_title: str = ""
    """Title of the official workbook."""
    not_applicable: Literal["full", "rescale"] = "full"
    """What follows when the officer says that an indicator does not apply and it says nothing of its own."""
    stated_full: Decimal = Decimal(100)
    """What the marks of level 1 must make; 100 where the scheme says nothing."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where each indicator stands in the scheme's file, by id."""

    @property
    def full(self) -> Decimal:
        """满分 of the whole scheme."""
        return sum((node.full for node in self.indicators), Decimal(0))

    @property
    def units(self) -> Mapping[str, str]:
        """Unit of every figure that formulas may name: facts, questions, parameters."""
        facts = {spec.id: spec.unit for spec in self.facts.values()}
        asked = {question.id: question.unit for question in self.questions.values() if question.type == "number"}
        return facts | asked | {parameter.id: parameter.unit for parameter in (self.parameters or {}).values()}

    def leaves(self) -> Iterator[Indicator]:
        """Go through the scored indicators in the order of the form."""
        for node in self.indicators:
            yield from node.leaves()

    def __getitem__(self, indicator_id: str) -> Indicator:
        """Find a scored indicator by id. Raises KeyError."""
        for leaf in self.leaves():
            if leaf.id == indicator_id:
                return leaf
        raise KeyError(indicator_id)

    def paths(self) -> Iterator[tuple[tuple[Indicator, ...], Indicator]]:
        """Go through the scored indicators, each with its ancestors from level 1 down."""

        def walk(above: tuple[Indicator, ...], node: Indicator) -> Iterator[tuple[tuple[Indicator, ...], Indicator]]:
            if not node.children:
                yield above, node
            for child in node.children:
                yield from walk((*above, node), child)

        for top in self.indicators:
            yield from walk((), top)
