"""Texts of the indicators and sections (指标文字): long for the report, short for the workbook's 自评说明."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from xlperf.findings import Finding, Place
from xlperf.narrative.bare_figures import bare_figures
from xlperf.narrative.catalogue import BARE_FIGURE
from xlperf.narrative.context import money_facts, shared_context
from xlperf.narrative.own_texts import SUFFIX, figures_named, unused_templates
from xlperf.narrative.paragraphs import one_line, template_paragraphs
from xlperf.narrative.views import group_view, indicator_view
from xlperf.resources import templates as shipped_templates
from xlperf.scheme.model import CheckPoints, Grades, MeanOfProjects, Parts, Typed, WeightedTargets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from jinja2.sandbox import SandboxedEnvironment

    from xlperf.answers import Answers
    from xlperf.scheme.model import Indicator, Scheme
    from xlperf.scoring.result import GroupResult, IndicatorResult, Results

COMMON: Final = "common"
"""Folder of the templates that serve any scheme."""

SECTIONS: Final[Mapping[str, str]] = {
    "整体支出情况": "overview",
    "重点工作情况": "key_tasks",
    "自评结论": "conclusion",
    "扣分情况": "deductions",
}
"""Sections of the report that are written from figures, and their template files."""

GROUP: Final = f"{COMMON}/group{SUFFIX}"
"""Template of level-1 and level-2 indicators."""

PART: Final = "\x1e"
"""Stands between the long and the short form in what a template gives."""


@dataclass(frozen=True, slots=True)
class IndicatorText:
    """What is written about one indicator."""

    long: tuple[str, ...]
    """Paragraphs for the report."""
    short: str
    """One paragraph for the workbook's 自评说明."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything written from templates, and what was wrong with the officer's own."""

    indicators: Mapping[str, IndicatorText]
    """By indicator id."""
    groups: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    """Paragraphs of level-1 and level-2 indicators, by path."""
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Paragraphs by the Chinese name of the section."""
    findings: tuple[Finding, ...] = ()
    own_figures: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Figures that the officer's own templates take, by indicator name; under "" those of the sections."""


def write_texts(results: Results, answers: Answers, *, unit_name: str = "", own: Path | None = None) -> Texts:
    """Write all texts from the templates of the scheme, or from the officer's own in ``own`` (模板/)."""
    return _Writer(results, answers, unit_name, own).write()


def shipped_template(scheme: Scheme, indicator: Indicator) -> str:
    """Name the template of an indicator: the scheme's own, that of the scheme it extends, or the common one."""
    for owner in (scheme.id, scheme.extends):
        name = f"{owner}/{indicator.template}{SUFFIX}"
        if owner and (shipped_templates() / name).is_file():
            return name
    return common_template(indicator)


def common_template(indicator: Indicator) -> str:
    """Name the template that serves any indicator with such a rule."""
    match indicator.rule:
        case CheckPoints():
            kind = "points"
        case WeightedTargets():
            kind = "targets"
        case MeanOfProjects():
            kind = "projects"
        case Parts():
            kind = "parts"
        case Typed() | Grades() | None:
            kind = "typed"
        case _:
            kind = "computed"
    return f"{COMMON}/{kind}{SUFFIX}"


def shipped_section(scheme: Scheme, file: str) -> str:
    """Name the template of a section: the scheme's own or the common one."""
    for owner in (scheme.id, scheme.extends):
        name = f"{owner}/{file}{SUFFIX}"
        if owner and (shipped_templates() / name).is_file():
            return name
    return f"{COMMON}/{file}{SUFFIX}"


class _Writer:
    """Renders the texts of one report."""

    def __init__(self, results: Results, answers: Answers, unit_name: str, own: Path | None) -> None:
        self._results = results
        self._own = own if own is not None and own.is_dir() else None
        self._context = shared_context(results, answers, unit_name) | {"分隔": PART}
        self._context["数据表"] = money_facts(self._context["数据"])  # type: ignore[arg-type]
        self._findings: list[Finding] = []
        self._parents: dict[str, str] = {}
        self._own_figures: dict[str, frozenset[str]] = {}
        self._names: set[str] = set()
        self._environment: SandboxedEnvironment

    def write(self) -> Texts:
        from xlperf.narrative.environment import text_environment

        self._environment = text_environment(self._own, self._parents)
        indicators = {result.indicator.id: self._indicator(result) for result in self._results.indicators}
        groups = {group.path: self._group(group) for group in self._results.groups}
        sections = {name: self._section(name, file) for name, file in SECTIONS.items()}
        if self._own is not None:
            self._findings.extend(unused_templates(self._own, self._names))
        return Texts(indicators, groups, sections, tuple(self._findings), self._own_figures)

    def _indicator(self, result: IndicatorResult) -> IndicatorText:
        scheme, node = self._results.scheme, result.indicator
        context = self._context | {"指标": indicator_view(scheme, result), "骨架": common_template(node)}
        written = self._rendered(shipped_template(scheme, node), (node.name, node.id, node.template), context)
        long, _, short = written.partition(PART)
        return IndicatorText(tuple(template_paragraphs(long)), one_line(short))

    def _group(self, group: GroupResult) -> tuple[str, ...]:
        context = self._context | {"指标": group_view(group)}
        names = (group.indicator.name, group.indicator.id)
        return tuple(template_paragraphs(self._rendered(GROUP, names, context)))

    def _section(self, name: str, file: str) -> tuple[str, ...]:
        shipped = shipped_section(self._results.scheme, file)
        return tuple(template_paragraphs(self._rendered(shipped, ("", name, file), self._context)))

    def _rendered(self, shipped: str, names: tuple[str, ...], context: dict[str, object]) -> str:
        """Render the officer's own template if there is a sound one, else the shipped one.

        The first of the names is that of the report's section, empty above the indicators.
        """
        self._names.update(names)
        own = self._own_file(names)
        if own is not None:
            from xlperf.narrative.environment import OWN
            from xlperf.narrative.faults import text_fault

            self._parents[OWN + own.name] = shipped
            try:
                rendered: str = self._environment.get_template(OWN + own.name).render(context)
            except Exception as fault:  # noqa: BLE001 - whatever an officer's template does, the report is written
                self._findings.append(text_fault(fault, own))
            else:
                self._findings.extend(bare_figure_findings(own))
                self._note_figures(names[0], own)
                return rendered
        return str(self._environment.get_template(shipped).render(context))

    def _note_figures(self, section: str, own: Path) -> None:
        from xlperf.narrative.environment import read_template

        taken = figures_named(read_template(own)).intersection(self._context["数据"])  # type: ignore[arg-type]
        self._own_figures[section] = self._own_figures.get(section, frozenset()) | taken

    def _own_file(self, names: Iterable[str]) -> Path | None:
        if self._own is None:
            return None
        return next((p for p in (self._own / f"{name}{SUFFIX}" for name in names if name) if p.is_file()), None)


def bare_figure_findings(path: Path) -> list[Finding]:
    """List the figures written down in an officer's own template."""
    from xlperf.narrative.environment import read_template

    name = f"{path.parent.name}/{path.name}"
    return [
        BARE_FIGURE.finding(place=Place(file=name, line=bare.line), quote=bare.figure, template=name, line=bare.line)
        for bare in bare_figures(read_template(path))
    ]
