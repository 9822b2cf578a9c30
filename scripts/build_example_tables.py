"""Build the final-accounts exports of the example units: genuine .xls of many sheets, the same bytes every time."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import xlwt
from example_figures import DISTRICT, ECONOMY, FUNCTIONS, ZERO, Books, carried

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    Book = Any  # xlwt has no types
    Value = Decimal | int | str | None

WORKBOOKS: Final = Path(__file__).resolve().parent.parent / "workbooks"
LONGEST_SHEET_NAME: Final = 31
LINE_HEIGHT: Final = 300
HEADING_HEIGHT: Final = 460
ROWS_PAST_THE_LONGEST: Final = 36
CHINESE_NUMBERS: Final = "一二三四五六七八九十"
NONE: Final = "—"
BUDGETS: Final = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
STAGES: Final = ("年初预算数", "全年预算数", "决算数")

THIN: Final = "borders: left thin, right thin, top thin, bottom thin;"
SONG: Final = "font: name 宋体, height 200;"
STYLES: Final = {
    "title": xlwt.easyxf("font: name 宋体, height 440; align: horiz centre, vert centre;"),
    "left": xlwt.easyxf(f"{SONG} align: horiz left, vert centre;"),
    "centre": xlwt.easyxf(f"{SONG} align: horiz centre, vert centre;"),
    "right": xlwt.easyxf(f"{SONG} align: horiz right, vert centre;"),
    "heading": xlwt.easyxf(
        f"{SONG} {THIN} align: horiz centre, vert centre, wrap on; pattern: pattern solid, fore_colour ivory;"
    ),
    "label": xlwt.easyxf(f"{SONG} {THIN} align: horiz left, vert centre;"),
    "number": xlwt.easyxf(f"{SONG} {THIN} align: horiz centre, vert centre;"),
    "amount": xlwt.easyxf(f"{SONG} {THIN} align: horiz right, vert centre;", num_format_str="#,##0.00"),
    "count": xlwt.easyxf(f"{SONG} {THIN} align: horiz right, vert centre;", num_format_str="#,##0"),
}


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that belong together: a label, 行次, and amounts under one or two rows of headings."""

    band: str
    """收入 or 支出, over the whole block; empty where the table has none."""
    label: str
    columns: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, tuple[Value, ...]], ...]
    width: int = 30
    """Characters of the label column."""


@dataclass(frozen=True, slots=True)
class Table:
    """One official table."""

    sheet: str
    title: str
    code: str
    blocks: tuple[Block, ...] = ()


class Painter:
    """Writes cells and merged cells, each with a style, and remembers nothing else."""

    def __init__(self, sheet: Any, books: Books) -> None:  # noqa: ANN401 - xlwt has no types
        self.sheet = sheet
        self.books = books

    def put(self, row: int, column: int, value: Value, style: str) -> None:
        """Write one cell; a blank one keeps its borders. Floats arise here only, at the file's edge."""
        shown = value if value is None or isinstance(value, str | int) else float(value)
        self.sheet.write(row, column, shown, STYLES[style])

    def merge(self, rows: tuple[int, int], columns: tuple[int, int], text: str, style: str) -> None:
        """Write a text over a range of cells."""
        if rows[0] == rows[1] and columns[0] == columns[1]:
            self.put(rows[0], columns[0], text, style)
        else:
            self.sheet.write_merge(*rows, *columns, text, STYLES[style])

    def top(self, table: Table, width: int) -> None:
        """Write title, form number, unit, year and money unit, as the export program places them."""
        self.merge((0, 0), (0, width - 1), table.title, "title")
        self.put(1, width - 1, table.code, "right")
        self.put(2, 0, f"编制单位：{self.books.unit_name}", "left")
        self.put(2, width // 2, f"{self.books.year}年度", "centre")
        self.put(2, width - 1, "金额单位：元", "right")
        self.height(0, 640)

    def height(self, row: int, twips: int) -> None:
        """Set the height of a row in twentieths of a point."""
        self.sheet.row(row).height_mismatch = True
        self.sheet.row(row).height = twips

    def headings(self, top: int, depth: int, left: int, columns: Sequence[tuple[str, ...]]) -> None:
        """Write headings of one or more rows: equal neighbours are merged across, short ones downwards."""
        for level in range(depth):
            spans = groupby(range(len(columns)), key=lambda i: columns[i][: level + 1])
            for path, group in spans:
                members = list(group)
                if len(path) <= level:
                    continue
                bottom = top + (depth - 1 if len(columns[members[0]]) == level + 1 else level)
                self.merge((top + level, bottom), (left + members[0], left + members[-1]), path[level], "heading")

    def page(self, freeze: tuple[int, int]) -> None:
        """Set the sheet up as the export program does: landscape, one page wide, headings in place."""
        self.sheet.set_portrait(False)
        self.sheet.paper_size_code = 8
        self.sheet.fit_num_pages = 1
        self.sheet.fit_height_to_pages = 0
        self.sheet.fit_width_to_pages = 1
        self.sheet.header_str = b""
        self.sheet.footer_str = b"&C- &P -"
        self.sheet.set_panes_frozen(True)
        self.sheet.horz_split_pos, self.sheet.vert_split_pos = freeze
        for row in range(1, freeze[0] + ROWS_PAST_THE_LONGEST):
            self.height(row, HEADING_HEIGHT if 3 <= row < freeze[0] - 1 else LINE_HEIGHT)


def paint_blocks(book: Book, books: Books, table: Table) -> None:
    """Write a table of blocks side by side, 行次 running from the first block through the last."""
    sheet = book.add_sheet(table.sheet[:LONGEST_SHEET_NAME])
    painter = Painter(sheet, books)
    painter.top(table, sum(len(block.columns) + 2 for block in table.blocks))
    banded = any(block.band for block in table.blocks)
    depth = max(len(path) for block in table.blocks for path in block.columns)
    first = 3 + (1 if banded else 0)
    line = column_number = 1
    left = 0
    for block in table.blocks:
        if banded:
            painter.merge((3, 3), (left, left + 1 + len(block.columns)), block.band, "heading")
        painter.headings(first, depth, left, ((block.label,), ("行次",), *block.columns))
        below = first + depth
        painter.put(below, left, "栏次", "heading")
        painter.put(below, left + 1, None, "heading")
        for offset in range(len(block.columns)):
            painter.put(below, left + 2 + offset, str(column_number), "heading")
            column_number += 1
        for offset, (label, values) in enumerate(block.rows):
            row = below + 1 + offset
            painter.put(row, left, label, "label")
            painter.put(row, left + 1, line, "number")
            for place, value in enumerate(values):
                whole = isinstance(value, int) and not isinstance(value, bool)
                painter.put(row, left + 2 + place, value, "count" if whole else "amount")
            line += 1
        sheet.col(left).width = 256 * block.width
        sheet.col(left + 1).width = 256 * 5
        for offset in range(len(block.columns)):
            sheet.col(left + 2 + offset).width = 256 * 16
        left += 2 + len(block.columns)
    painter.page((first + depth + 1, 0))


def paint_details(
    book: Book,
    books: Books,
    table: Table,
    columns: Sequence[tuple[str, ...]],
    amounts: Callable[[str], Sequence[Value]],
) -> None:
    """Write a table by functional code: code in three merged columns, name, amounts, the total above all."""
    sheet = book.add_sheet(table.sheet[:LONGEST_SHEET_NAME])
    painter = Painter(sheet, books)
    painter.top(table, 4 + len(columns))
    depth = max(2, *(len(path) for path in columns))
    painter.merge((3, 3), (0, 3), "项目", "heading")
    painter.merge((4, 2 + depth), (0, 2), "支出功能分类科目编码", "heading")
    painter.merge((4, 2 + depth), (3, 3), "科目名称", "heading")
    painter.headings(3, depth, 4, columns)
    below = 3 + depth
    for offset, word in enumerate(("类", "款", "项", "栏次")):
        painter.put(below, offset, word, "heading")
    for offset in range(len(columns)):
        painter.put(below, 4 + offset, str(offset + 1), "heading")
    rows = [("", "合计"), *books.function_rows()]
    rows = [(code, name) for code, name in rows if any(amounts(code))]
    for offset, (code, name) in enumerate(rows):
        row = below + 1 + offset
        painter.merge((row, row), (0, 2), code, "label")
        painter.put(row, 3, name, "number" if not code else "label")
        for place, value in enumerate(amounts(code)):
            painter.put(row, 4 + place, value or None, "amount")
    for column, width in ((0, 6), (1, 6), (2, 6), (3, 38), *((4 + i, 16) for i in range(len(columns)))):
        sheet.col(column).width = 256 * width
    painter.page((below + 1, 4))


def income_and_spending(books: Books) -> Table:
    """财决01表: all money, by source, by function, by nature and economic class."""
    opening, closing = carried(books.opening), carried(books.closing)
    fiscal, other = books.fiscal_income(), books.other_income()
    first = sum(books.first_budget.values(), ZERO)
    budget = fiscal + other + opening
    sources = ("一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "国有资本经营预算财政拨款收入",
               "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")  # fmt: skip
    amounts: dict[str, tuple[Value, ...]] = {sources[0]: (first, fiscal, fiscal), sources[-1]: (None, other, other)}
    income = [(f"{CHINESE_NUMBERS[i]}、{name}", amounts.get(name, (None,) * 3)) for i, name in enumerate(sources)]
    income += [("", (None,) * 3)] * (26 - len(income))
    income += [
        ("本年收入合计", (first, fiscal + other, fiscal + other)),
        ("使用非财政拨款结余（含专用结余）", (None,) * 3),
        ("年初结转和结余", (None, opening, opening)),
        ("总计", (first, budget, budget)),
    ]
    tail: list[tuple[str, tuple[Value, ...]]] = [
        ("本年支出合计", (first, budget, books.spent())),
        ("结余分配", (None,) * 3),
        ("年末结转和结余", (None, None, closing)),
        ("总计", (first, budget, budget)),
    ]
    stages = tuple((stage,) for stage in STAGES)
    return Table(
        "Z01 收入支出决算总表(财决01表)", "收入支出决算总表", "财决01表",
        (
            Block("收入", "项目", stages, tuple(income), 34),
            Block("支出", "项目（按功能分类）", stages, (*by_function(books, fiscal_only=False), *tail), 34),
            Block("支出", "项目（按支出性质和经济分类）", stages, (*by_nature(books, fiscal_only=False), *tail), 34),
        ),
    )  # fmt: skip


def by_function(books: Books, *, fiscal_only: bool) -> list[tuple[str, tuple[Value, ...]]]:
    """Rows of the functional classes with 年初预算数, 全年预算数 and 决算数."""
    rows: list[tuple[str, tuple[Value, ...]]] = []
    for number, (code, name) in enumerate(FUNCTIONS.items()):
        done = books.spent(function=code, fiscal=fiscal_only)
        planned = done + carried(books.closing, code)
        rows.append((f"{chinese(number + 1)}、{name}", (books.first_budget.get(code), planned or None, done or None)))
    return rows


def chinese(number: int) -> str:
    """Write a number up to 99 in Chinese: 21 is 二十一."""
    tens, ones = divmod(number, 10)
    tail = CHINESE_NUMBERS[ones - 1] if ones else ""
    return tail if not tens else ("" if tens == 1 else CHINESE_NUMBERS[tens - 1]) + "十" + tail


def by_nature(books: Books, *, fiscal_only: bool) -> list[tuple[str, tuple[Value, ...]]]:
    """Rows by nature and by economic class, padded to the height of the functional block."""
    of_projects = books.carried_by_projects(books.closing)
    left = {"日常公用经费": carried(books.closing) - of_projects, "项目支出": of_projects}
    three: dict[str, tuple[Decimal, Decimal, Decimal]] = {}
    for name, first in books.first_budget_by_nature.items():
        done = books.spent(nature=name, fiscal=fiscal_only)
        three[name] = (first, done + left.get(name, ZERO), done)
    staff, office = three["人员经费"], three["日常公用经费"]
    basic = tuple(a + b for a, b in zip(staff, office, strict=True))
    nothing: tuple[Value, ...] = (None,) * 3
    rows: list[tuple[str, tuple[Value, ...]]] = [
        ("一、基本支出", basic),
        ("　　人员经费", staff),
        ("　　日常公用经费", office),
        ("二、项目支出", three["项目支出"]),
        ("　　其中：基本建设类项目", nothing),
        ("三、上缴上级支出", nothing),
        ("四、经营支出", nothing),
        ("五、对附属单位补助支出", nothing),
        ("经济分类支出合计", (NONE, NONE, books.spent(fiscal=fiscal_only))),
    ]
    for number, (code, (name, _)) in enumerate(ECONOMY.items()):
        done = books.spent(economy=code, fiscal=fiscal_only)
        rows.append((f"　　{chinese(number + 1)}、{name}", (NONE, NONE, done or None)))
    return rows + [("", nothing)] * (26 - len(rows))


def fiscal_income_and_spending(books: Books) -> Table:
    """财决01-1表: fiscal appropriation alone, spending split over the three budgets."""
    opening, closing = carried(books.opening), carried(books.closing)
    income = books.fiscal_income()
    first = sum(books.first_budget.values(), ZERO)
    budget = income + opening
    nothing: tuple[Value, ...] = (None,) * 3
    sources = [f"{CHINESE_NUMBERS[i]}、{name}" for i, name in enumerate(BUDGETS)]
    left: list[tuple[str, tuple[Value, ...]]] = [(sources[0], (first, income, income))]
    left += [(name, nothing) for name in sources[1:]] + [("", nothing)] * 23
    left += [
        ("本年收入合计", (first, income, income)),
        ("年初财政拨款结转和结余", (None, opening, opening)),
        (sources[0], (None, opening, opening)),
        (sources[1], nothing),
        (sources[2], nothing),
        ("总计", (first, budget, budget)),
    ]
    done = books.spent(fiscal=True)
    tail: list[tuple[str, tuple[Value, ...]]] = [
        ("本年支出合计", (first, budget, done)),
        ("年末财政拨款结转和结余", (None, None, closing)),
        ("　　基本支出结转", (None, None, closing - books.carried_by_projects(books.closing))),
        ("　　项目支出结转和结余", (None, None, books.carried_by_projects(books.closing))),
        ("", nothing),
        ("总计", (first, budget, budget)),
    ]
    columns = tuple((stage, budget_name) for stage in STAGES for budget_name in ("小计", *BUDGETS))
    function = tuple((label, over_budgets(three)) for label, three in (*by_function(books, fiscal_only=True), *tail))
    nature = tuple((label, over_budgets(three)) for label, three in (*by_nature(books, fiscal_only=True), *tail))
    return Table(
        "Z01_1 财政拨款收入支出决算总表(财决01-1表)", "财政拨款收入支出决算总表", "财决01-1表",
        (
            Block("收入", "项目", tuple((stage,) for stage in STAGES), tuple(left), 30),
            Block("支出", "项目（按功能分类）", columns, function, 30),
            Block("支出", "项目（按支出性质和经济分类）", columns, nature, 30),
        ),
    )  # fmt: skip


def over_budgets(three: tuple[Value, ...]) -> tuple[Value, ...]:
    """Spread three amounts over 小计 and the three budgets: all of it is 一般公共预算."""
    return tuple(cell for value in three for cell in (value, value, *([NONE if value == NONE else None] * 2)))


def operations(books: Books) -> Table:
    """财决附03表: 三公经费, 机关运行经费, assets and purchases."""
    car, guests = books.spent(item="公务用车运行维护费", fiscal=True), books.spent(item="公务接待费", fiscal=True)
    car_budget, guest_budget = (books.three_public_budget[name] for name in ("公务用车运行维护费", "公务接待费"))
    running = books.spent(nature="日常公用经费", fiscal=True)
    left: list[tuple[str, tuple[Value, ...]]] = [
        ("一、“三公”经费支出", (NONE, NONE)),
        ("（一）支出合计", (car_budget + guest_budget, car + guests)),
        ("　　1．因公出国（境）费", (ZERO, ZERO)),
        ("　　2．公务用车购置及运行维护费", (car_budget, car)),
        ("　　　（1）公务用车购置费", (ZERO, ZERO)),
        ("　　　（2）公务用车运行维护费", (car_budget, car)),
        ("　　3．公务接待费", (guest_budget, guests)),
        ("　　　（1）国内接待费", (NONE, guests)),
        ("　　　　　其中：外事接待费", (NONE, ZERO)),
        ("　　　（2）国（境）外接待费", (NONE, ZERO)),
        ("（二）相关统计数", (NONE, NONE)),
        ("　　1．因公出国（境）团组数（个）", (NONE, 0)),
        ("　　2．因公出国（境）人次数（人）", (NONE, 0)),
        ("　　3．公务用车购置数（辆）", (NONE, 0)),
        ("　　4．公务用车保有量（辆）", (NONE, books.vehicles)),
        ("　　5．国内公务接待批次（个）", (NONE, books.visits)),
        ("　　　　其中：外事接待批次（个）", (NONE, 0)),
        ("　　6．国内公务接待人次（人）", (NONE, books.visitors)),
        ("　　　　其中：外事接待人次（人）", (NONE, 0)),
        ("　　7．国（境）外公务接待批次（个）", (NONE, 0)),
        ("　　8．国（境）外公务接待人次（人）", (NONE, 0)),
    ]
    right: list[tuple[str, tuple[Value, ...]]] = [
        ("二、机关运行经费", (running,)),
        ("（一）行政单位", (running,)),
        ("（二）参照公务员法管理事业单位", (ZERO,)),
        ("三、国有资产占用情况", (NONE,)),
        ("（一）车辆数合计（辆）", (books.vehicles,)),
        ("　　1．副部（省）级及以上领导用车", (0,)),
        ("　　2．主要负责人用车", (0,)),
        ("　　3．机要通信用车", (books.vehicles,)),
        ("　　4．应急保障用车", (0,)),
        ("　　5．执法执勤用车", (0,)),
        ("　　6．特种专业技术用车", (0,)),
        ("　　7．离退休干部服务用车", (0,)),
        ("　　8．其他用车", (0,)),
        ("（二）单价100万元（含）以上设备（不含车辆）（台/套）", (0,)),
        ("四、政府采购支出信息", (NONE,)),
        ("（一）政府采购支出合计", (books.procured,)),
        ("　　1．政府采购货物支出", (books.procured,)),
        ("　　2．政府采购工程支出", (ZERO,)),
        ("　　3．政府采购服务支出", (ZERO,)),
        ("（二）政府采购授予中小企业合同金额", (books.procured,)),
        ("　　　其中：授予小微企业合同金额", (books.procured,)),
    ]
    return Table(
        "F03 机构运行信息表(财决附03表)", "机构运行信息表", "财决附03表",
        (
            Block("", "项目", (("预算数",), ("统计数",)), tuple(left), 40),
            Block("", "项目", (("统计数",),), tuple(right), 50),
        ),
    )  # fmt: skip


def assets_by_use(books: Books) -> Table:
    """财决附01表: fixed assets by use (在用, 出租, 出借, 闲置, 待处置)."""
    value = books.fixed_assets()
    rows: list[tuple[str, tuple[Value, ...]]] = [("固定资产总额", (value, value, ZERO, ZERO, ZERO, ZERO))]
    for number, (kind, amount) in enumerate(books.fixed_assets_by_kind.items(), 1):
        label = f"　　　{kind}" if kind.startswith("其中") else f"　　{number - (number > 3)}．{kind}"
        rows.append((label, (amount or None, amount or None, None, None, None, None)))
    columns = (("账面原值",), *(("使用情况", use) for use in ("在用", "出租", "出借", "闲置", "待处置")))
    return Table(
        "F01 预算支出相关信息表(财决附01表)", "预算支出相关信息表", "财决附01表",
        (Block("", "项目", columns, tuple(rows), 34),),
    )  # fmt: skip


def balance_sheet(books: Books) -> Table:
    """资产负债简表: assets on the left, liabilities and net assets on the right."""
    opening, closing = carried(books.opening), carried(books.closing)
    end = books.fixed_assets()
    start = end - books.procured
    worn = (books.depreciation - books.depreciation_of_year, books.depreciation)
    net = (start - worn[0], end - worn[1])
    assets = (net[0] + opening, net[1] + closing)
    left: list[tuple[str, tuple[Value, ...]]] = [
        ("一、资产合计", assets),
        ("（一）流动资产", (opening, closing)),
        ("　　货币资金", (ZERO, ZERO)),
        ("　　财政应返还额度", (opening, closing)),
        ("　　应收及预付款项", (None, None)),
        ("　　存货", (None, None)),
        ("（二）固定资产净值", net),
        ("　　固定资产原值", (start, end)),
        ("　　减：固定资产累计折旧", worn),
        ("（三）在建工程", (None, None)),
        ("（四）无形资产净值", (None, None)),
    ]
    right: list[tuple[str, tuple[Value, ...]]] = [
        ("二、负债合计", (ZERO, ZERO)),
        ("（一）流动负债", (ZERO, ZERO)),
        ("　　应缴财政款", (None, None)),
        ("　　应付职工薪酬", (None, None)),
        ("　　其他应付款", (None, None)),
        ("（二）非流动负债", (ZERO, ZERO)),
        ("三、净资产合计", assets),
        ("　　累计盈余", assets),
        ("　　专用基金", (None, None)),
        ("", (None, None)),
        ("负债和净资产总计", assets),
    ]
    stages = (("年初数",), ("年末数",))
    return Table(
        "CS08 资产负债简表", "资产负债简表", "财决补08表",
        (Block("", "项目", stages, tuple(left)), Block("", "项目", stages, tuple(right))),
    )  # fmt: skip


def paint_income(
    book: Book,
    books: Books,
) -> None:
    """财决03表: income by function and source."""
    columns = (("本年收入合计",), ("财政拨款收入",), ("上级补助收入",), ("事业收入", "小计"),
               ("事业收入", "其中：教育收费"), ("经营收入",), ("附属单位上缴收入",), ("其他收入",))  # fmt: skip

    def amounts(code: str) -> tuple[Value, ...]:
        fiscal, other = books.fiscal_income(code), books.other_income(code)
        return (fiscal + other, fiscal, None, None, None, None, None, other)

    paint_details(book, books, Table("Z03 收入决算表(财决03表)", "收入决算表", "财决03表"), columns, amounts)


def paint_spending(
    book: Book,
    books: Books,
) -> None:
    """财决04表: spending by function and nature."""
    names = ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")

    def amounts(code: str) -> tuple[Value, ...]:
        project = books.spent(function=code, nature="项目支出")
        return (books.spent(function=code), books.spent(function=code) - project, project, None, None, None)

    table = Table("Z04 支出决算表(财决04表)", "支出决算表", "财决04表")
    paint_details(book, books, table, tuple((name,) for name in names), amounts)


def paint_economy(book: Book, books: Books, table: Table, *, fiscal: bool, basic_only: bool = False) -> None:
    """财决05表, 08表, 08-1表: spending by function and economic item."""
    columns: list[tuple[str, ...]] = [("合计",)]
    columns += [(name, item) for name, items in ECONOMY.values() for item in ("小计", *items)]

    def amounts(code: str) -> tuple[Value, ...]:
        entries = [
            entry
            for entry in books.ledger
            if entry.function.startswith(code)
            and (entry.fiscal or not fiscal)
            and not (basic_only and entry.nature == "项目支出")
        ]
        values: list[Value] = [sum((entry.spent for entry in entries), ZERO)]
        for economy, (_, items) in ECONOMY.items():
            of_class = [entry for entry in entries if entry.economy == economy]
            values.append(sum((entry.spent for entry in of_class), ZERO))
            values += [sum((entry.spent for entry in of_class if entry.item == item), ZERO) for item in items]
        return tuple(values)

    paint_details(book, books, table, columns, amounts)


def paint_fiscal_balance(
    book: Book,
    books: Books,
) -> None:
    """财决07表: general budget appropriation by function, from opening to closing balance."""
    columns = (
        ("年初结转和结余", "合计"), ("年初结转和结余", "基本支出结转"), ("年初结转和结余", "项目支出结转和结余"),
        ("本年收入", "合计"), ("本年收入", "基本支出"), ("本年收入", "项目支出"),
        ("本年支出", "合计"), ("本年支出", "基本支出", "小计"), ("本年支出", "基本支出", "人员经费"),
        ("本年支出", "基本支出", "日常公用经费"), ("本年支出", "项目支出"),
        ("年末结转和结余", "合计"), ("年末结转和结余", "基本支出结转"), ("年末结转和结余", "项目支出结转和结余"),
    )  # fmt: skip

    def split(amounts: Mapping[str, Decimal], code: str) -> tuple[Decimal, Decimal]:
        project = books.carried_by_projects(amounts, code)
        return carried(amounts, code) - project, project

    def amounts(code: str) -> tuple[Value, ...]:
        staff = books.spent(function=code, nature="人员经费", fiscal=True)
        office = books.spent(function=code, nature="日常公用经费", fiscal=True)
        project = books.spent(function=code, nature="项目支出", fiscal=True)
        opening, closing = split(books.opening, code), split(books.closing, code)
        income = (staff + office - opening[0] + closing[0], project - opening[1] + closing[1])
        done = (staff + office + project, staff + office, staff, office, project)
        return (sum(opening), *opening, sum(income), *income, *done, sum(closing), *closing)

    title = "一般公共预算财政拨款收入支出决算表"
    paint_details(book, books, Table(f"Z07 {title}(财决07表)", title, "财决07表"), columns, amounts)


def paint_cover(
    book: Book,
    books: Books,
) -> None:
    """封面代码: who reports, for which year; persons are left blank."""
    sheet = book.add_sheet("FMDM 封面代码")
    painter = Painter(sheet, books)
    painter.merge((1, 1), (0, 3), f"{books.year}年度部门决算报表", "title")
    lines = (
        ("单位名称", books.unit_name), ("单位负责人", ""), ("财务负责人", ""), ("填表人", ""),
        ("单位基本性质", "行政单位"),
        ("单位预算级次", books.level), ("执行会计制度", "政府会计准则制度"), ("报送日期", ""),
    )  # fmt: skip
    for offset, (name, value) in enumerate(lines):
        painter.put(3 + offset, 1, name, "label")
        painter.put(3 + offset, 2, value, "label")
    for column, width in enumerate((10, 20, 46, 10)):
        sheet.col(column).width = 256 * width


def build(books: Books = DISTRICT) -> bytes:
    """Make the whole export."""
    book = xlwt.Workbook(encoding="utf-8")
    book.set_colour_RGB(0x1A, 0xF2, 0xF2, 0xF2)
    book.default_style.font.name = "宋体"
    paint_cover(book, books)
    paint_blocks(book, books, income_and_spending(books))
    paint_blocks(book, books, fiscal_income_and_spending(books))
    paint_income(book, books)
    paint_spending(book, books)
    paint_economy(book, books, Table("Z05 支出决算明细表(财决05表)", "支出决算明细表", "财决05表"), fiscal=False)
    paint_fiscal_balance(book, books)
    title = "一般公共预算财政拨款支出决算明细表"
    paint_economy(book, books, Table(f"Z08 {title}(财决08表)", title, "财决08表"), fiscal=True)
    title = "一般公共预算财政拨款基本支出决算明细表"
    paint_economy(book, books, Table(f"Z08_1 {title}(财决08-1表)", title, "财决08-1表"), fiscal=True, basic_only=True)
    paint_blocks(book, books, assets_by_use(books))
    paint_blocks(book, books, operations(books))
    paint_blocks(book, books, balance_sheet(books))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def target(books: Books) -> Path:
    """Give the file of a unit's export."""
    return WORKBOOKS / books.unit_name / "数据" / f"{books.year}年度部门决算报表.xls"


def main() -> None:
    """Write the export into every example unit's folder."""
    from example_units import EXAMPLE_UNITS

    for example in EXAMPLE_UNITS:
        path = target(example.books)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(build(example.books))
        print(f"已生成 {path.relative_to(WORKBOOKS)}")


if __name__ == "__main__":
    main()
