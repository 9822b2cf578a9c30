"""The report as a Word file (自评报告.docx), from the shipped layout or the officer's own."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.findings import Place
from xlperf.narrative.catalogue import TO_BE_FILLED
from xlperf.narrative.figures import TO_FILL, placeholder
from xlperf.narrative.outline import report_context
from xlperf.narrative.word.blocks import marked
from xlperf.narrative.word.packing import packed
from xlperf.narrative.word.plain_text import paragraphs_of
from xlperf.resources import templates as shipped_templates

if TYPE_CHECKING:
    from pathlib import Path

    from xlperf.answers import Answers
    from xlperf.findings import Finding
    from xlperf.narrative.texts import Texts
    from xlperf.scheme.model import Scheme
    from xlperf.scoring.result import Results

REPORT: Final = "自评报告.docx"
OPEN_SCORE: Final = ("自评得分", "自评总分")
"""How the marks of scores that are still open end."""

_BLANK: Final = re.compile(rf"【{TO_FILL}：([^】]*)】")
OWN_LAYOUT: Final = "自评报告模板.docx"
"""The officer's own layout, beside 单位.toml."""


@dataclass(frozen=True, slots=True)
class Report:
    """The finished report and what is still to be done about it."""

    content: bytes
    findings: tuple[Finding, ...]


def make_report(
    results: Results, answers: Answers, texts: Texts, *, unit_name: str = "", own_layout: Path | None = None
) -> Report:
    """Make the report; what is wrong with the officer's layout is a finding, and the shipped one is used."""
    context = report_context(results, answers, texts, unit_name)
    findings: list[Finding] = []
    content = None
    if own_layout is not None and own_layout.is_file():
        from xlperf.narrative.word.own_layout import render_own

        content, faults = render_own(own_layout, context)
        findings.extend(faults)
    if content is None:
        content = render_layout(shipped_layout(results.scheme).read_bytes(), context)
    return Report(marked(content), (*findings, *blanks(content)))


def write_report(  # noqa: PLR0913 - all that a report is made of
    path: Path,
    results: Results,
    answers: Answers,
    texts: Texts,
    *,
    unit_name: str = "",
    own_layout: Path | None = None,
) -> Report:
    """Make the report and write it whole. Raises UnusableInput where it cannot be written."""
    from xlperf.outputs import write_whole

    report = make_report(results, answers, texts, unit_name=unit_name, own_layout=own_layout)
    write_whole(path, report.content)
    return report


def shipped_layout(scheme: Scheme) -> Path:
    """Find the Word template of a scheme, of the scheme that it extends, or the common one."""
    folders = (shipped_templates() / owner for owner in (scheme.id, scheme.extends) if owner)
    return next((f / REPORT for f in folders if (f / REPORT).is_file()), shipped_templates() / "common" / REPORT)


def render_layout(template: bytes, context: dict[str, object]) -> bytes:
    """Render a Word template. Raises what Jinja raises; the shipped templates never do."""
    from docxtpl import DocxTemplate

    from xlperf.narrative.environment import word_environment
    from xlperf.narrative.word.repair import repair

    document = DocxTemplate(io.BytesIO(template))
    document.render(context, word_environment(), autoescape=True)
    repair(document.docx.element.body)
    stream = io.BytesIO()
    document.docx.save(stream)
    return packed(stream.getvalue())


def blanks(document: bytes) -> list[Finding]:
    """List what the report still marks as 【待补充：…】, each once, with the paragraphs in which it stands.

    Scores that are still open follow from other blanks and are one finding together.
    """
    where: dict[str, list[Place]] = {}
    for paragraph in paragraphs_of(document):
        for found in _BLANK.finditer(paragraph.text):
            where.setdefault(found[1], []).append(Place(file=REPORT, line=paragraph.number))
    scores = [name for name in where if name.endswith(OPEN_SCORE)]
    findings = [
        TO_BE_FILLED.finding(places=tuple(places), subject=name, quote=placeholder(name))
        for name, places in where.items()
        if name not in scores
    ]
    if scores:
        places = tuple(place for name in scores for place in where[name])
        subject = scores[0] if len(scores) == 1 else f"{scores[0]}等 {len(scores)} 处得分"
        findings.append(TO_BE_FILLED.finding(places=places, subject=subject, quote=placeholder(scores[0])))
    return findings
