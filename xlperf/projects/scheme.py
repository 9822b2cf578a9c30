"""The scheme by which projects are scored (项目支出绩效自评办法), as data beside the department schemes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from xlperf.errors import SchemeFaults
from xlperf.findings import Severity
from xlperf.scheme.model import Reference
from xlperf.scheme.nodes import Fields, Items, Text
from xlperf.scheme.reading.fields import Reading, Section
from xlperf.scheme.store import SHIPPED, scheme_tree
from xlperf.source.labels import folded_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

USUAL: Final = "national-project-2020"
_WHOLE: Final = (
    *("指标体系", "名称", "制定机关", "年度", "依据", "待核", "沿用", "金额单位", "表格标题", "满分", "预算执行率"),
    *("资金来源", "项目指标", "二级别名", "分值写法", "各级分值", "超额", "定性", "等级"),
)


@dataclass(frozen=True, slots=True)
class FirstLevel:
    """A first-level indicator (一级指标) with its mark and what stands below it."""

    name: str
    mark: Decimal | None
    """None where the scheme leaves the mark to each project."""
    seconds: tuple[str, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """A band of qualitative results (定性分档): words, and the shares of the mark that they may earn."""

    name: str
    low: Decimal
    high: Decimal
    usual: Decimal
    """Share taken where only the words are written."""
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Excess:
    """What follows where a target is far exceeded (超额)."""

    limit: Decimal
    effect: Literal["flag", "cut", "zero"]
    reference: Reference


@dataclass(frozen=True, slots=True)
class ProjectScheme:
    """How projects are scored by one authority."""

    id: str
    title: str
    reference: Reference
    form_title: str
    full: Decimal
    execution_mark: Decimal
    reason_below: Decimal
    """执行率 below which a reason is owed."""
    sources: tuple[str, ...]
    """Names of the sources of funds, as the form lists them."""
    firsts: tuple[FirstLevel, ...]
    aliases: Mapping[str, str]
    """First- and second-level names by every folded way of writing them."""
    weights: bool
    """Whether marks may be written as shares of 100 (权重)."""
    strict_levels: bool
    excess: Excess
    bands: tuple[Band, ...]
    grades: tuple[tuple[str, Decimal], ...]
    money_unit: str = "万元"

    @property
    def targets_full(self) -> Decimal:
        """Marks that all targets share: 90."""
        return self.full - self.execution_mark

    def standard_name(self, written: str) -> str:
        """Give the official name of a level as somebody wrote it: 数量 is 数量指标; as written where unknown."""
        return self.aliases.get(level_key(written), written.strip())

    def first_of(self, first: str, second: str) -> FirstLevel | None:
        """Find the first-level indicator of a target by what is written, or by its second level."""
        name, below = self.standard_name(first), self.standard_name(second)
        if name:
            return next((level for level in self.firsts if level.name == name), None)
        return next((level for level in self.firsts if below in level.seconds), None)

    def grade(self, score: Decimal) -> str:
        """Give the grade of a score out of the full mark: 优, 良, 中, 差."""
        share = score * 100 / self.full
        return next((name for name, low in self.grades if share >= low), "")


def level_key(text: str) -> str:
    """Fold the name of a level: 产出指标（50分） and 一、产出 指标 are 产出指标."""
    from xlperf.source.labels import read_label

    return read_label("".join(text.split())).forms[-1]


def project_schemes() -> tuple[str, ...]:
    """List the ids of the project schemes that come with the program."""
    files = SHIPPED.glob("*/scheme.yaml")
    return tuple(sorted(file.parent.name for file in files if "\n项目指标:" in file.read_text(encoding="utf-8")))


@lru_cache(maxsize=8)
def load_project_scheme(id_or_path: str | Path = USUAL) -> ProjectScheme:
    """Load a project scheme by id or from a YAML file.

    Raises:
        UnusableInput: there is no such scheme.
        SchemeFaults: it has faults; all are listed, with their places.
    """
    tree, found = scheme_tree(id_or_path)
    reading = Reading(list(found))
    scheme = _Reader(reading, tree).scheme()
    errors = tuple(finding for finding in reading.findings if finding.severity is Severity.ERROR)
    if errors:
        lines = "\n".join(f"  {finding.place}：{finding.message}" for finding in errors)
        raise SchemeFaults(f"项目指标体系有 {len(errors)} 处错误：\n{lines}", errors)
    return scheme


class _Reader:
    def __init__(self, reading: Reading, tree: Fields) -> None:
        self.reading = reading
        self.top = Section(reading, tree, (), "项目指标体系", _WHOLE)

    def scheme(self) -> ProjectScheme:
        top = self.top
        top.require("项目指标")
        execution = top.section("预算执行率", "预算执行率", ("满分", "写明原因", "依据"))
        firsts = tuple(self._firsts())
        return ProjectScheme(
            id=top.text("指标体系"),
            title=top.text("名称"),
            reference=_reference(top),
            form_title=top.text("表格标题", "项目支出绩效自评表"),
            full=top.number("满分", Decimal(100)),
            execution_mark=execution.number("满分", Decimal(10)) if execution else Decimal(10),
            reason_below=execution.number("写明原因", Decimal("0.9")) if execution else Decimal("0.9"),
            sources=top.texts("资金来源"),
            firsts=firsts,
            aliases=self._aliases(firsts),
            weights=top.word("分值写法", {"分值": False, "权重": True}, default=False),
            strict_levels=top.word("各级分值", {"原则": False, "必须": True}, default=False),
            excess=self._excess(),
            bands=tuple(self._bands()),
            grades=tuple(self._grades()),
            money_unit=top.text("金额单位", "万元"),
        )

    def _firsts(self) -> Iterator[FirstLevel]:
        for name, section in self.top.sections("项目指标", "一级指标", ("满分", "别名", "二级")):
            mark = section.number("满分") if section.node("满分") is not None else None
            yield FirstLevel(name, mark, section.texts("二级"), section.texts("别名"))

    def _aliases(self, firsts: tuple[FirstLevel, ...]) -> dict[str, str]:
        """List every way of writing a level; a first-level name wins over an alias of a second-level one."""
        names: dict[str, str] = {}
        whole = self.top.section("二级别名", "二级别名")
        for name, node in whole.fields if whole else ():
            words = node.items if isinstance(node, Items) else (node,)
            names |= {level_key(word.value): name for word in words if isinstance(word, Text)}
        for first in firsts:
            names |= {level_key(second): second for second in first.seconds}
        for first in firsts:
            names |= {level_key(word): first.name for word in (*first.aliases, first.name)}
        return names

    def _excess(self) -> Excess:
        section = self.top.section("超额", "超额", ("界限", "处理", "依据", "待核"))
        if section is None:
            return Excess(Decimal("1.3"), "flag", Reference("", confirmed=False))
        effects: dict[str, Literal["flag", "cut", "zero"]] = {"提示": "flag", "扣减": "cut", "不得分": "zero"}
        return Excess(
            section.number("界限", Decimal("1.3")), section.word("处理", effects, "flag"), _reference(section)
        )

    def _bands(self) -> Iterator[Band]:
        node = self.top.node("定性")
        for number, item in enumerate(node.items if isinstance(node, Items) else (), 1):
            section = Section(
                self.reading, item, ("定性", str(number)), f"定性第{number}档", ("档", "别名", "从", "到", "取")
            )
            name = section.text("档")
            words = tuple(folded_label(word) for word in (name, *section.texts("别名")))
            yield Band(name, section.number("从"), section.number("到", Decimal(1)), section.number("取"), words)

    def _grades(self) -> Iterator[tuple[str, Decimal]]:
        section = self.top.section("等级", "等级")
        names = [name for name, _ in section.fields] if section else []
        lows = [(name, section.number(name)) for name in names] if section else []
        yield from sorted(lows, key=lambda grade: -grade[1])


def _reference(section: Section) -> Reference:
    pending = section.text("待核")
    return Reference(section.text("依据"), confirmed=not pending, pending=pending)
