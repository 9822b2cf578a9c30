"""Making the project report as a Word file, and reading it back."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

from xlperf.findings import Place
from xlperf.narrative.figures import TO_FILL
from xlperf.narrative.paragraphs import template_paragraphs
from xlperf.projects import catalogue
from xlperf.projects.report.context import project_context
from xlperf.projects.scheme import USUAL
from xlperf.resources import templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from xlperf.findings import Finding
    from xlperf.projects.report.context import View
    from xlperf.projects.result import ProjectResult

REPORT: Final = "项目支出绩效自评报告.docx"
CHART_MARK: Final = "执行率图"
SECTIONS: Final = {
    "概况": "overview",
    "起止": "period",
    "效益": "benefit",
    "执行": "execution",
    "监督": "supervision",
}
OF_EACH: Final = {"目标段": "goal", "效果段": "effect", "偏差段": "deviation"}


def make_project_report(
    results: Sequence[ProjectResult], texts: Mapping[str, str], *, unit_name: str, period: str
) -> bytes:
    """Make the report on one or more projects.

    Args:
        results: The projects, scored; at least one.
        texts: 填报人, 联系电话, 填报日期.
        unit_name: 单位名称.
        period: The year.
    """
    context = project_context(results, texts, unit_name, period)
    _write_texts(context, results[0].scheme.id)
    return _rendered(_layout(results[0].scheme.id), context, results)


def _owner(scheme: str, file: str) -> str:
    """Give the scheme whose template is used: its own, else the national one."""
    return scheme if (templates() / scheme / file).is_file() else USUAL


def _layout(scheme: str) -> Path:
    return templates() / _owner(scheme, REPORT) / REPORT


def _write_texts(context: View, scheme: str) -> None:
    from xlperf.narrative.environment import text_environment

    environment = text_environment()

    def written(name: str, more: View) -> list[str]:
        file = f"{name}.j2"
        rendered = environment.get_template(f"{_owner(scheme, file)}/{file}").render(context | more)
        return list(template_paragraphs(rendered))

    projects = context["项目"]
    context["段落"] = {key: written(name, {}) for key, name in SECTIONS.items()}
    for project in projects if isinstance(projects, list) else ():
        project.update({key: written(name, {"项": project}) for key, name in OF_EACH.items()})


def _rendered(layout: Path, context: View, results: Sequence[ProjectResult]) -> bytes:
    from docxtpl import DocxTemplate

    from xlperf.narrative.environment import word_environment
    from xlperf.narrative.word.packing import packed
    from xlperf.narrative.word.repair import repair
    from xlperf.projects.report.chart import add_chart

    document = DocxTemplate(io.BytesIO(layout.read_bytes()))
    document.render(context, word_environment(), autoescape=True)
    repair(document.docx.element.body)
    for paragraph in list(document.docx.paragraphs):
        if paragraph.text == CHART_MARK:
            add_chart(document.docx, paragraph, results)
    stream = io.BytesIO()
    document.docx.save(stream)
    return packed(stream.getvalue())


def reread_projects(report: bytes, results: Sequence[ProjectResult], texts: Mapping[str, str]) -> tuple[Finding, ...]:
    """Read the report back: each number must be one of a project, and what is still marked is listed."""
    from xlperf.narrative.word.plain_text import paragraphs_of

    paragraphs = paragraphs_of(report)
    return (*_blanks(paragraphs), *_unknown_numbers(paragraphs, results, texts))


def _blanks(paragraphs: Sequence[object]) -> Iterator[Finding]:
    where: dict[str, list[Place]] = {}
    for paragraph in paragraphs:
        for found in re.finditer(rf"【{TO_FILL}：([^】]*)】", paragraph.text):  # type: ignore[attr-defined]
            where.setdefault(found[1], []).append(Place(file=REPORT, line=paragraph.number))  # type: ignore[attr-defined]
    for name, places in where.items():
        yield catalogue.TEXT_MISSING.finding(places=tuple(places), subject=name, quote=f"【{TO_FILL}：{name}】")


def _unknown_numbers(
    paragraphs: Sequence[object], results: Sequence[ProjectResult], texts: Mapping[str, str]
) -> Iterator[Finding]:
    from xlperf.narrative.rereading.reading import Quantity, folded, tokens
    from xlperf.projects.report.known import known_numbers

    known = known_numbers(results, texts)
    for paragraph in paragraphs:
        whole = folded(paragraph.text)  # type: ignore[attr-defined]
        for token in tokens(whole.text):
            small = token.quantity is Quantity.COUNT and not token.precise
            if small or token.written in known or token.value in known:
                continue
            line = paragraph.number  # type: ignore[attr-defined]
            yield catalogue.NUMBER_UNKNOWN.finding(
                place=Place(file=REPORT, line=line), quote=whole.quote(token.start, token.end), line=line
            )
