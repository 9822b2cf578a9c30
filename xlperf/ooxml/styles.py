"""Styles: what a cell's format says, and a new format made from an old one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.errors import UnreadableWorkbook
from xlperf.ooxml.markup import Document, tag_end, with_attribute
from xlperf.ooxml.text import escaped, whole_number

if TYPE_CHECKING:
    from xlperf.ooxml.markup import Element

GENERAL: Final = "General"
DATE_FORMAT: Final = "yyyy/m/d"
DATE_TIME_FORMAT: Final = "yyyy/m/d h:mm"
_BUILT_IN: Final = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;[Red]"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;[Red]"¥"-#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_FIRST_OWN_FORMAT: Final = 164
_NOT_FORMAT: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks and what may be done to it (单元格格式)."""

    index: int = 0
    number_format: str = GENERAL
    locked: bool = True
    """Locked cells cannot be written once their sheet is protected (锁定)."""
    hidden: bool = False
    """Whether a protected sheet hides its formula."""
    wrap_text: bool = False
    horizontal: str = ""

    @property
    def shows_date(self) -> bool:
        """Whether its numbers are days: the format has years or days."""
        return not _letters(self.number_format).isdisjoint("yde")

    @property
    def shows_time(self) -> bool:
        """Whether its numbers show hours or seconds."""
        return not _letters(self.number_format).isdisjoint("hs")


@lru_cache(maxsize=512)
def _letters(number_format: str) -> frozenset[str]:
    if number_format == GENERAL:
        return frozenset()
    first = _NOT_FORMAT.sub("", number_format).split(";")[0].lower()
    first = first.replace("general", "").replace("am/pm", "").replace("a/p", "")
    return frozenset(re.sub(r"e[+-]", "", first))


class Styles:
    """The formats of a workbook; those added come last, nothing else moves."""

    def __init__(self, document: Document) -> None:
        self._document = document
        root = document.root
        self._cell_formats = root.first("cellXfs")
        self._elements: list[Element] = self._cell_formats.all("xf") if self._cell_formats else []
        self._added: list[bytes] = []
        self._number_formats = dict(_BUILT_IN)
        formats = root.first("numFmts")
        for element in formats.all("numFmt") if formats else []:
            self._number_formats[whole_number(element.get("numFmtId"))] = element.get("formatCode")
        self._read: dict[int, Style] = {}

    def __getitem__(self, index: int) -> Style:
        """Give a format; the default one if there is none of that index."""
        if index not in self._read:
            self._read[index] = self._style(index)
        return self._read[index]

    def _style(self, index: int) -> Style:
        if not 0 <= index < len(self._elements):
            return Style(index)
        element = self._elements[index]
        alignment, protection = element.first("alignment"), element.first("protection")
        return Style(
            index,
            self._number_formats.get(whole_number(element.get("numFmtId", "0")), GENERAL),
            locked=protection is None or "locked" not in protection.attributes or protection.is_on("locked"),
            hidden=protection is not None and protection.is_on("hidden"),
            wrap_text=alignment is not None and alignment.is_on("wrapText"),
            horizontal=alignment.get("horizontal") if alignment is not None else "",
        )

    def varied(self, base: int, *, number_format: str | None = None, wrap_text: bool | None = None) -> int:
        """Give the index of the format that is ``base`` but for what is named, adding it if there is none.

        Raises:
            UnreadableWorkbook: if the workbook has no table of cell formats.
        """
        style = self[base]
        if number_format in (None, style.number_format) and wrap_text in (None, style.wrap_text):
            return base
        if self._cell_formats is None:
            raise UnreadableWorkbook("工作簿的样式表里没有单元格格式（cellXfs），请用 Excel 或 WPS 另存一份再用")
        markup = self._base_markup(base)
        name = self._cell_formats.prefix
        if number_format not in (None, style.number_format):
            tag = with_attribute(_opening(markup), "numFmtId", str(self._number_format_id(number_format or GENERAL)))
            markup = with_attribute(tag, "applyNumberFormat", "1") + markup[len(_opening(markup)) :]
        if wrap_text not in (None, style.wrap_text):
            markup = _with_wrap(markup, name, wrap=bool(wrap_text))
        return self._index_of(markup, style, number_format, wrap_text)

    def _base_markup(self, base: int) -> bytes:
        if 0 <= base < len(self._elements):
            return self._elements[base].markup
        added = base - len(self._elements)
        if 0 <= added < len(self._added):
            return self._added[added]
        prefix = self._cell_formats.prefix if self._cell_formats else ""
        return f'<{prefix}xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'.encode()

    def _index_of(self, markup: bytes, style: Style, number_format: str | None, wrap_text: bool | None) -> int:
        everything = [element.markup for element in self._elements] + self._added
        if markup in everything:
            return everything.index(markup)
        if self._cell_formats is None:
            raise AssertionError
        index = len(everything)
        self._added.append(markup)
        self._cell_formats.append(markup)
        if "count" in self._cell_formats.attributes:
            self._cell_formats.set("count", str(index + 1))
        self._read[index] = Style(
            index,
            style.number_format if number_format is None else number_format,
            style.locked,
            style.hidden,
            style.wrap_text if wrap_text is None else wrap_text,
            style.horizontal,
        )
        return index

    def _number_format_id(self, code: str) -> int:
        for number, known in self._number_formats.items():
            if known == code:
                return number
        number = max(_FIRST_OWN_FORMAT - 1, *self._number_formats) + 1
        self._number_formats[number] = code
        root = self._document.root
        prefix = root.prefix
        written = escaped(code).decode().replace('"', "&quot;")
        markup = f'<{prefix}numFmt numFmtId="{number}" formatCode="{written}"/>'
        formats = root.first("numFmts")
        if formats is not None:
            formats.append(markup.encode())
            if "count" in formats.attributes:
                formats.set("count", str(whole_number(formats.get("count"), 0) + 1))
        elif root.children:
            root.children[0].insert_before(f'<{prefix}numFmts count="1">{markup}</{prefix}numFmts>'.encode())
        return number


def _opening(markup: bytes) -> bytes:
    return markup[: tag_end(markup, 0)]


def _with_wrap(markup: bytes, prefix: str, *, wrap: bool) -> bytes:
    """Set ``wrapText`` on the alignment of a format, which stands before everything else in it."""
    tag = with_attribute(_opening(markup), "applyAlignment", "1")
    inside = markup[len(_opening(markup)) :]
    value = "1" if wrap else "0"
    alignment = re.search(rb"<(?:[^\s<>/!?:]+:)?alignment(?=[\s/>])[^>]*>", inside)
    if alignment:
        changed = with_attribute(alignment[0], "wrapText", value)
        return tag + inside[: alignment.start()] + changed + inside[alignment.end() :]
    new = f'<{prefix}alignment wrapText="{value}"/>'.encode()
    if tag.endswith(b"/>"):
        return tag[:-2].rstrip() + b">" + new + f"</{prefix}xf>".encode()
    return tag + new + inside
