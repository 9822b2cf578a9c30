"""The rows of 更新.xlsm below its buttons: the last run in a few lines, files made, changes, findings with links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from xlperf.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlperf.findings import Finding, Place
    from xlperf.hosts.button_state import ButtonState

FIRST_ROW: Final = 5
LAST_ROW: Final = 600
"""The rows that belong to the state, counted from 1; the first holds the outcome."""
WIDTHS: Final = (2, 6, 11, 30, 62, 44)
"""Widths of the columns A to F."""
TITLE_COLOUR: Final = "#1F4E79"
FONT: Final = {"font_name": "微软雅黑", "font_size": 11, "valign": "vcenter"}

_NUMBER, _SEVERITY, _PLACE, _PROBLEM, _ADVICE = range(1, 6)
_MOST_FINDINGS: Final = 400
_MOST_CHANGES: Final = 100
_LONGEST_LITERAL: Final = 255
"""Excel takes no longer text inside a formula."""
_COLOURS: Final = {
    Severity.ERROR: {"font_color": "#C00000", "bg_color": "#FDE9E7"},
    Severity.WARNING: {"font_color": "#7F6000", "bg_color": "#FFF4CE"},
    Severity.HINT: {"font_color": "#44546A", "bg_color": "#EDF1F5"},
}
_WELL: Final = "#E3EEF9"
_FAILED: Final = "#FDE9E7"


def write_state(sheet: Any, book: Any, state: ButtonState) -> None:  # noqa: ANN401 - XlsxWriter is untyped
    """Write the state into an XlsxWriter sheet, from row FIRST_ROW down."""
    rows = _Rows(sheet, book)
    rows.outcome(state)
    if state.action:
        when = f"（{state.finished:%Y-%m-%d %H:%M}）" if state.finished else ""
        rows.pairs("最近一次", [("操作", f"{state.action}{when}"), *state.lines])
    rows.outputs(state.outputs)
    rows.pairs("有什么变化", _numbered(state.changes))
    rows.findings(state.findings)


class _Rows:
    """The sheet, its formats, and the row that comes next."""

    def __init__(self, sheet: Any, book: Any) -> None:  # noqa: ANN401 - XlsxWriter is untyped
        self._sheet = sheet
        self._row = FIRST_ROW - 1
        cell = {**FONT, "text_wrap": True, "border": 1, "border_color": "#D0D7DE"}
        outcome = {**FONT, "font_size": 12, "bold": True, "text_wrap": True, "indent": 1}
        self._well = book.add_format({**outcome, "bg_color": _WELL})
        self._failed = book.add_format({**outcome, "bg_color": _FAILED})
        self._section = book.add_format({**FONT, "font_size": 13, "bold": True, "font_color": TITLE_COLOUR})
        self._heading = book.add_format(
            {**cell, "align": "center", "bold": True, "font_color": "#FFFFFF", "bg_color": TITLE_COLOUR}
        )
        self._label = book.add_format({**cell, "indent": 1, "font_color": "#44546A", "bg_color": "#F5F7FA"})
        self._text = book.add_format({**cell, "indent": 1})
        self._count = book.add_format({**cell, "align": "center"})
        self._link = book.add_format({**cell, "indent": 1, "font_color": "#0563C1", "underline": 1})
        self._severity = {
            severity: book.add_format({**cell, **colours, "bold": True, "align": "center"})
            for severity, colours in _COLOURS.items()
        }

    def outcome(self, state: ButtonState) -> None:
        """Write how the last run went, in one sentence."""
        looks = self._well if state.succeeded else self._failed
        self._sheet.merge_range(self._row, _NUMBER, self._row, _ADVICE, state.outcome, looks)
        self._sheet.set_row(self._row, max(52, _height(state.outcome, sum(WIDTHS[1:]))))
        self._row += 2

    def pairs(self, title: str, pairs: Sequence[tuple[str, str]]) -> None:
        """Write labels with their texts."""
        if not pairs:
            return
        self._begin(title)
        for label, text in pairs:
            self._labelled(label, text)
            self._row += 1
        self._row += 1

    def outputs(self, outputs: Sequence[tuple[str, str]]) -> None:
        """Write the files that were made, as links."""
        if not outputs:
            return
        self._begin("成果（点一下打开）")
        for name, file in outputs:
            self._labelled(name, file)
            self._linked(file, file)
            self._row += 1
        self._row += 1

    def findings(self, findings: Sequence[Finding]) -> None:
        """Write the findings, each with a link to its cell."""
        if not findings:
            return
        self._begin("核对意见（点位置打开那个单元格）")
        for column, heading in enumerate(("序号", "程度", "位置", "问题", "怎么办"), _NUMBER):
            self._sheet.write_string(self._row, column, heading, self._heading)
        self._sheet.set_row(self._row, 22)
        self._row += 1
        for number, finding in enumerate(findings[:_MOST_FINDINGS], 1):
            self._finding(number, finding)
        rest = len(findings) - _MOST_FINDINGS
        if rest > 0:
            self._sheet.write_string(self._row, _PROBLEM, f"另有 {rest} 条，见计算底稿.xlsx 的“检查结果”", self._text)

    def _finding(self, number: int, finding: Finding) -> None:
        place = str(finding.place)
        advice = f"已说明：{finding.explanation}" if finding.explanation else finding.hint
        self._sheet.write_number(self._row, _NUMBER, number, self._count)
        self._sheet.write_string(self._row, _SEVERITY, finding.severity.chinese, self._severity[finding.severity])
        self._sheet.write_string(self._row, _PROBLEM, finding.message, self._text)
        self._sheet.write_string(self._row, _ADVICE, advice, self._text)
        self._linked(_target(finding.place), place)
        texts = zip((place, finding.message, advice), WIDTHS[_PLACE:], strict=True)
        self._sheet.set_row(self._row, max(_height(text, width) for text, width in texts))
        self._row += 1

    def _begin(self, title: str) -> None:
        self._sheet.write_string(self._row, _NUMBER, title, self._section)
        self._sheet.set_row(self._row, 24)
        self._row += 1

    def _labelled(self, label: str, text: str) -> None:
        self._sheet.merge_range(self._row, _NUMBER, self._row, _SEVERITY, label, self._label)
        self._sheet.merge_range(self._row, _PLACE, self._row, _ADVICE, "", self._text)
        self._sheet.write_string(self._row, _PLACE, text, self._text)
        self._sheet.set_row(self._row, _height(text, sum(WIDTHS[_PLACE:])))

    def _linked(self, target: str, text: str) -> None:
        """Write a link as a formula: its relative path holds wherever the row is copied to."""
        if not target or max(len(target), len(text)) > _LONGEST_LITERAL:
            self._sheet.write_string(self._row, _PLACE, text, self._text)
            return
        literals = (part.replace('"', '""') for part in (target, text))
        self._sheet.write_formula(self._row, _PLACE, '=HYPERLINK("{}","{}")'.format(*literals), self._link, text)


def _numbered(changes: Sequence[str]) -> Sequence[tuple[str, str]]:
    shown = [(str(number), words) for number, words in enumerate(changes[:_MOST_CHANGES], 1)]
    rest = len(changes) - len(shown)
    return [*shown, ("……", f"另有 {rest} 条，见计算底稿")] if rest else shown


def _target(place: Place) -> str:
    """Write where a link leads: 成果/评分表.xlsx#'评分表'!H12; empty for a place without a file."""
    if not place.file or "#" in place.file:
        return ""
    if not (place.sheet and place.cell):
        return place.file
    sheet = place.sheet.replace("'", "''")
    return f"{place.file}#'{sheet}'!{place.cell}"


def _height(text: str, width: float) -> float:
    """Estimate the height of a row in points: a Chinese character takes the width of two others."""
    lines = 0
    for line in text.split("\n"):
        units = sum(1 if letter.isascii() else 2 for letter in line)
        lines += max(1, -int(-units // (width - 4)))
    return 18.0 * lines + 4
