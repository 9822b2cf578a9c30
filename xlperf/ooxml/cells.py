"""One cell of a sheet, as it is now."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from xlperf.ooxml.addresses import cell_address
from xlperf.ooxml.strings import rich_text
from xlperf.ooxml.text import from_excel, unescaped, whole_number
from xlperf.ooxml.values import ErrorValue, iso_moment, moment, number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xlperf.ooxml.rows import CellMarkup
    from xlperf.ooxml.sheet import Sheet
    from xlperf.ooxml.strings import SharedStrings
    from xlperf.ooxml.styles import Style, Styles
    from xlperf.ooxml.validations import Validation
    from xlperf.ooxml.values import CellValue


class CellReader:
    """Reads what cells hold, with the tables of the workbook that they point into."""

    def __init__(self, strings: SharedStrings | None, styles: Styles | None, *, is_1904: bool) -> None:
        self._strings = strings
        self._styles = styles
        self._is_1904 = is_1904

    def value(self, cell: CellMarkup, prefix: str) -> CellValue:
        """Give the value of a cell; the last result, if it holds a formula."""
        found = self.plain(cell, prefix)
        if isinstance(found, Decimal) and self._styles is not None and (index := cell.style):
            style = self._styles[index]
            if style.shows_date:
                return moment(found, style, is_1904=self._is_1904) or found
        return found

    def plain(self, cell: CellMarkup, prefix: str) -> CellValue:
        """Give the value of a cell as formulas see it: days are numbers."""
        inside = cell.children(prefix)
        if inside.value is None and inside.inline is None:
            return None
        return self._by_type[cell.type or "n"](unescaped(inside.value or b""), inside.inline)

    @cached_property
    def _by_type(self) -> Mapping[str, Callable[[str, bytes | None], CellValue]]:
        return defaultdict(
            lambda: lambda text, _: (text or None) if (found := number(text)) is None else found,
            s=lambda text, _: self._strings[whole_number(text)] if self._strings is not None else "",
            str=lambda text, _: from_excel(text),
            inlineStr=lambda text, inline: from_excel(text) if inline is None else rich_text(inline),
            b=lambda text, _: text.strip().lower() in ("1", "true"),
            e=lambda text, _: ErrorValue(text.strip()),
            d=lambda text, _: iso_moment(text) or text,
        )


class Cell:
    """A cell (单元格): what it holds and what may be done with it."""

    __slots__ = ("_sheet", "column", "row")

    def __init__(self, sheet: Sheet, row: int, column: int) -> None:
        self._sheet = sheet
        self.row = row
        self.column = column

    @property
    def address(self) -> str:
        """Its address: B7."""
        return cell_address(self.row, self.column)

    @property
    def value(self) -> CellValue:
        """What it holds; the last result of its formula, if it has one; None when blank."""
        return self._sheet.value_at(self.row, self.column)

    @property
    def formula(self) -> str | None:
        """Its formula without the leading ``=``; None if it has none."""
        return self._sheet.formula_at(self.row, self.column)

    @property
    def style(self) -> Style:
        """Its format; where it does not exist yet, that of its row or column."""
        return self._sheet.style_at(self.row, self.column)

    @property
    def locked(self) -> bool:
        """Whether the sheet's protection forbids writing it."""
        return self._sheet.protection.locks(self.row, self.column)

    @property
    def merged_anchor(self) -> str | None:
        """The address of the top-left cell of its merged range (its own, for that cell); None if not merged."""
        merged = self._sheet.merged_range_at(self.row, self.column)
        return merged.anchor if merged is not None else None

    @property
    def comment(self) -> str | None:
        """The text of its comment; None if it has none."""
        found = self._sheet.comments.get(self.address)
        return found.text if found is not None else None

    @property
    def validation(self) -> Validation | None:
        """What it accepts; None if anything."""
        return next((v for v in self._sheet.validations if v.covers(self.row, self.column)), None)

    @property
    def choices(self) -> tuple[str, ...] | None:
        """The items of its drop-down list; None if it has none, or one that only Excel can work out."""
        validation = self.validation
        return self._sheet.choices_of(validation) if validation is not None else None

    def __repr__(self) -> str:
        return f"<{self._sheet.name}!{self.address} {self.value!r}>"
