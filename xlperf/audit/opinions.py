"""审核意见.xlsx: one row per finding, grouped as reviewers do, with links between the sheets."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from xlperf.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from xlperf.audit.audit import AuditResult
    from xlperf.findings import Finding

_COLUMNS: Final = (
    ("序号", 5),
    ("类别", 9),
    ("位置", 15),
    ("问题", 34),
    ("原文", 34),
    ("应为", 12),
    ("实际", 12),
    ("可能原因和处理建议", 26),
    ("说明（请填写）", 20),
    ("编号", 15),
)
_GROUPS: Final = (
    (Severity.ERROR, "#C00000", "#FBE5E5"),
    (Severity.WARNING, "#B25D00", "#FFF2DF"),
    (Severity.HINT, "#1F4E79", "#E8F0F8"),
)
KIND_NAMES: Final = {
    "SUM": "合计", "PCT": "比率", "TWO": "前后不一", "YEAR": "年度日期", "SCORE": "评分", "LABEL": "名称级别", "TMPL": "模板残留",  # noqa: E501 - one pattern
    "EMPTY": "空缺", "COUNT": "个数", "WORD": "文数不符", "UNIT": "单位", "ROUND": "尾差", "SOURCE": "读取",
}  # fmt: skip
"""The kinds of findings in the reviewers' words."""
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{12}")
_FONT: Final = "宋体"


def opinions(
    results: Sequence[AuditResult],
    *,
    links: Mapping[str, str] | None = None,
    earlier: Mapping[str, str] | None = None,
) -> bytes:
    """Make 审核意见.xlsx: an overview, and all findings as 必须修改, 需说明, 提示. The answers go into 说明.

    Args:
        results: the audits, in the order in which they are shown.
        links: where each file lies, seen from the folder of 审核意见.xlsx; by the name that the findings use.
        earlier: answers by fingerprint; those whose finding is gone are kept at the end, for the finding may come back.
    """
    from io import BytesIO

    from xlsxwriter import Workbook

    raw = BytesIO()
    book = Workbook(raw, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    book.set_properties({"title": "审核意见"})
    overview = book.add_worksheet("概况")
    known = {finding.fingerprint for result in results for finding in result.findings}
    gone = {mark: words for mark, words in (earlier or {}).items() if mark not in known}
    starts = _write_findings(book, results, links or {}, gone)
    _write_overview(book, overview, results, starts)
    book.close()
    return raw.getvalue()


def write_opinions(results: Sequence[AuditResult], path: Path) -> Path:
    """Write 审核意见.xlsx in one step. Raises UnusableInput when it cannot be written."""
    from xlperf.outputs import write_whole

    write_whole(path, opinions(results))
    return path


def read_explanations(path: Path) -> dict[str, str]:
    """Read the answers from an earlier 审核意见.xlsx, by fingerprint; none when the file is not there."""
    return (explanations_in(path.read_bytes()) or {}) if path.is_file() else {}


def explanations_in(raw: bytes) -> dict[str, str] | None:
    """Read the answers from the content of an earlier 审核意见.xlsx; None when it is none that can be read."""
    from io import BytesIO

    from python_calamine import CalamineError, CalamineWorkbook, WorksheetNotFound

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(raw))
        rows = book.get_sheet_by_name("意见").to_python(skip_empty_area=False)
    except (CalamineError, WorksheetNotFound, OSError, ValueError):
        return None
    answer, mark = len(_COLUMNS) - 2, len(_COLUMNS) - 1
    return {
        str(row[mark]): str(row[answer]).strip()
        for row in rows
        if len(row) > mark and _FINGERPRINT.fullmatch(str(row[mark])) and str(row[answer]).strip()
    }


def _format(book: Workbook, **more: object) -> Any:  # noqa: ANN401 - XlsxWriter has no types
    return book.add_format(
        {
            "font_name": _FONT,
            "font_size": 10.5,
            "text_wrap": True,
            "valign": "top",
            "border": 1,
            "border_color": "#BFBFBF",
        }
        | more
    )


def _write_findings(
    book: Workbook, results: Sequence[AuditResult], links: Mapping[str, str], gone: Mapping[str, str]
) -> dict[tuple[int, Severity], int]:
    """Write the sheet 意见; give the row at which each report's group starts."""
    sheet = book.add_worksheet("意见")
    head = _format(book, bold=True, bg_color="#404040", font_color="#FFFFFF", align="center", valign="vcenter")
    for column, (title, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 0)
    formats = {severity: _format(book, bg_color=light) for severity, _, light in _GROUPS}
    answer = _format(book, bg_color="#FFFFE5")
    faint = _format(book, font_color="#A0A0A0", font_size=9)
    link = _format(book, font_color="#0563C1", underline=1, num_format="@")
    row, number = 1, 0
    starts: dict[tuple[int, Severity], int] = {}
    for at, result in enumerate(results):
        for severity, dark, _ in _GROUPS:
            group = [finding for finding in result.findings if finding.severity is severity]
            if not group:
                continue
            title = book.add_format(
                {
                    "font_name": _FONT,
                    "bold": True,
                    "font_size": 11,
                    "font_color": "#FFFFFF",
                    "bg_color": dark,
                    "valign": "vcenter",
                }
            )
            starts[at, severity] = row
            for column in range(len(_COLUMNS)):
                sheet.write_blank(row, column, None, title)
            sheet.write_string(row, 0, f"{severity.chinese}（{len(group)} 条）　{'、'.join(result.files)}", title)
            sheet.set_row(row, 22)
            row += 1
            for finding in group:
                number += 1
                target = links.get(finding.place.file, finding.place.file)
                _write_row(sheet, row, number, finding, target, (formats[severity], answer, faint, link))
                row += 1
    if row == 1:
        sheet.merge_range(1, 0, 1, len(_COLUMNS) - 1, "没有发现问题", _format(book, align="center"))
        row += 1
    sheet.autofilter(0, 0, max(row - 1, 1), len(_COLUMNS) - 1)
    for mark, words in gone.items():
        sheet.write_string(row, 3, "以前作过说明，这次没有这条意见", faint)
        sheet.write_string(row, 8, words, answer)
        sheet.write_string(row, 9, mark, faint)
        row += 1
    _set_up_page(sheet)
    sheet.print_area(0, 0, max(row - 1, 1), len(_COLUMNS) - 2)
    return starts


def _write_row(  # noqa: PLR0913, PLR0917 - what a row is made of
    sheet: Worksheet, row: int, number: int, finding: Finding, file: str, formats: tuple[object, ...]
) -> None:
    plain, answer, faint, link = formats
    place = str(replace(finding.place, file="")) or finding.place.file
    cells = (
        str(number),
        KIND_NAMES[finding.kind.value],
        place,
        finding.message,
        finding.quote,
        finding.expected,
        finding.actual,
        finding.hint,
    )
    for column, text in enumerate(cells):
        sheet.write_string(row, column, text[:2000], plain)
    if finding.place.file:
        target = f"external:{file}" + (
            f"#'{finding.place.sheet}'!{finding.place.cell}" if _in_workbook(finding) else ""
        )
        sheet.write_url(row, 2, target, link, place, finding.place.file)
    sheet.write_string(row, 8, finding.explanation, answer)
    sheet.write_string(row, 9, finding.fingerprint, faint)
    lines = max(-(-_width(text) // width) for text, (_, width) in zip(cells, _COLUMNS, strict=False))
    sheet.set_row(row, min(15 * max(lines, 1) + 4, 300))


def _in_workbook(finding: Finding) -> bool:
    return finding.place.file.lower().endswith((".xlsx", ".xlsm", ".xls")) and bool(
        finding.place.sheet and finding.place.cell
    )


def _width(text: str) -> int:
    """Give the width of a text in columns: a Chinese character takes two."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text) + 1


def _write_overview(
    book: Workbook, sheet: Worksheet, results: Sequence[AuditResult], starts: dict[tuple[int, Severity], int]
) -> None:
    """Write the sheet 概况: one row per report, the worst first as given, with links to its findings."""
    title = book.add_format({"font_name": _FONT, "bold": True, "font_size": 16, "valign": "vcenter"})
    head = _format(book, bold=True, bg_color="#404040", font_color="#FFFFFF", align="center", valign="vcenter")
    plain, centre = _format(book), _format(book, align="center")
    link = _format(book, align="center", font_color="#0563C1", underline=1)
    sheet.write_string(0, 0, "绩效报告审核意见", title)
    sheet.set_row(0, 32)
    titles = (
        ("报告", 44),
        ("年度", 9),
        ("必须修改", 11),
        ("需说明", 11),
        ("提示", 11),
        ("已说明", 11),
        ("对表情况", 52),
    )
    for column, (words, width) in enumerate(titles):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, words, head)
    sheet.set_row(2, 22)
    for at, result in enumerate(results):
        row = 3 + at
        sheet.write_string(row, 0, "、".join(result.files), plain)
        sheet.write_string(row, 1, result.year, centre)
        for column, severity in enumerate((Severity.ERROR, Severity.WARNING, Severity.HINT), 2):
            count = result.count(severity)
            if (at, severity) in starts:
                sheet.write_url(row, column, f"internal:'意见'!A{starts[at, severity] + 1}", link, str(count))
            else:
                sheet.write_number(row, column, count, centre)
        sheet.write_number(row, 5, sum(bool(finding.explanation) for finding in result.findings), centre)
        sheet.write_string(
            row,
            6,
            str(result.coverage)
            if result.coverage.agree + result.coverage.differ
            else f"全文 {result.coverage.numbers} 个数字，没有给决算表，未对表",
            plain,
        )
        sheet.set_row(row, 32)
    note = book.add_format(
        {"font_name": _FONT, "font_size": 10, "font_color": "#606060", "text_wrap": True, "valign": "top"}
    )
    sheet.merge_range(
        4 + len(results), 0, 4 + len(results), 6,
        "必须修改：数字或文字有错，改了再报。需说明：改正，或在“意见”表的“说明”一栏写明原因，下次审核会带出来。提示：供参考，可以不改。点数字可以跳到对应的意见。",
        note,
    )  # fmt: skip
    sheet.set_row(4 + len(results), 36)
    sheet.freeze_panes(3, 0)
    _set_up_page(sheet)


def _set_up_page(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)
    sheet.hide_gridlines(2)
    sheet.repeat_rows(0 if sheet.get_name() == "意见" else 2)
    sheet.set_footer("&C第 &P 页，共 &N 页")
