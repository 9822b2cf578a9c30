"""What a table says of itself around its heading (表头说明): 编制单位, year, money unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.numerals import numeral_value
from xlperf.source.grid import a1
from xlperf.source.labels import MONEY_UNIT, folded_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.source.grid import Grid

_UNIT_SAID = re.compile(rf"(?:金额|货币|计量|计价|数据)?单位[:(]*(?:人民币)?[:]?({MONEY_UNIT})(?![一-鿿])")
_UNIT_ALONE = re.compile(rf"\(?(?:人民币|金额)?[:]?(?:单位)?[:]?({MONEY_UNIT})\)?")
_ENTITY = re.compile(
    r"(?:编制单位|编报单位|填报单位|填表单位|报送单位|预算单位|单位名称|部门名称|编制部门|填报部门|部门\(单位\)|部门|单位)"
    r"(?:名称)?(?:\(公章\)|\(盖章\)|\(签章\))?[:](?P<name>.*?)"
    r"(?=(?:19|20)\d{2}年|(?:金额|货币|计量)?单位[:(]|$)"
)
_EMPTY_ENTITY = re.compile(r"(?:编制单位|填报单位|单位名称|部门名称|编制部门|填报部门|预算单位)(?:名称)?(?:\(.*\))?")
_FISCAL_YEAR = re.compile(r"((?:19|20)\d{2})(?:年度|财年|年决算|年部门|会计年度)")
_YEAR_END = re.compile(r"((?:19|20)\d{2})(?:年12月31日|-12-31|/12/31|\.12\.31)")
_PLAIN_YEAR = re.compile(r"^((?:19|20)\d{2})年$|(?<!\d)((?:19|20)\d{2})年(?!\d{1,2}月)(?=.*(?:决算|表$))")
_CHINESE_YEAR = re.compile(r"([一二][〇零O○Ｏ九][〇零O○一二三四五六七八九]{2})年")
_BARE_YEAR = re.compile(r"((?:19|20)\d{2})年?(?:决算|报表|数据)?")
ROWS_OF_STATEMENTS: Final = 60


@dataclass(frozen=True, slots=True)
class Statement:
    """A word that a table says of itself, and the cell in which it stands."""

    text: str
    cell: str


@dataclass(frozen=True, slots=True)
class Statements:
    """What the rows above the figures say."""

    units: tuple[Statement, ...] = ()
    """Every money unit stated, in order."""
    entity: Statement | None = None
    """编制单位."""
    year: int | None = None
    year_cell: str = ""
    """Empty when the year comes from the name of the sheet or file."""


def read_statements(grid: Grid, top: int, heading_top: int, heading_bottom: int) -> Statements:
    """Read unit, entity and year from the rows from ``top`` to the end of the heading."""
    texts = list(_texts(grid, top, heading_bottom))
    above = [item for item in texts if item[0] < heading_top] or texts
    year, cell = _year(above, grid)
    return Statements(tuple(_units(texts)), _entity(above, grid), year, cell)


def year_in_name(name: str, *, bare: bool = False) -> int | None:
    """Read the fiscal year from a name: 2023年度部门决算报表; a bare 2023 only if asked for."""
    found = _FISCAL_YEAR.search(name) or (_BARE_YEAR.fullmatch(name.strip()) if bare else None)
    return int(found[1]) if found else None


def _texts(grid: Grid, top: int, bottom: int) -> Iterator[tuple[int, int, str, str]]:
    """Go through the text cells of some rows: row, column, folded, as written."""
    for row in range(max(0, top), min(bottom + 1, grid.height, top + ROWS_OF_STATEMENTS)):
        for column, value in enumerate(grid.rows[row]):
            if isinstance(value, str) and value.strip():
                yield row, column, folded_label(value), value


def _units(texts: list[tuple[int, int, str, str]]) -> Iterator[Statement]:
    for row, column, key, _ in texts:
        if found := _UNIT_SAID.search(key) or _UNIT_ALONE.fullmatch(key):
            yield Statement(found[1], a1(row, column))


def _entity(texts: list[tuple[int, int, str, str]], grid: Grid) -> Statement | None:
    for row, column, key, _ in texts:
        if _UNIT_SAID.fullmatch(key):
            continue
        found = _ENTITY.search(key)
        if found and found["name"] and not _UNIT_ALONE.fullmatch(found["name"]):
            return Statement(found["name"].strip(":,;"), a1(row, column))
        if _EMPTY_ENTITY.fullmatch(key):
            for right in range(column + 1, grid.width):
                name = folded_label(grid.text(row, right))
                if name and (row, right) not in grid.anchors and not _UNIT_SAID.search(name):
                    return Statement(name, a1(row, right))
    return None


def _year(texts: list[tuple[int, int, str, str]], grid: Grid) -> tuple[int | None, str]:
    for pattern in (_FISCAL_YEAR, _YEAR_END, _PLAIN_YEAR):
        for row, column, key, _ in texts:
            if found := pattern.search(key):
                return int(next(filter(None, found.groups()))), a1(row, column)
    for row, column, key, _ in texts:
        if found := _CHINESE_YEAR.search(key):
            digits = found[1].translate(str.maketrans("零OＯ○", "〇〇〇〇"))
            return numeral_value(digits), a1(row, column)
    return year_in_name(grid.sheet, bare=True) or year_in_name(grid.file.rsplit("/", 1)[-1]), ""
