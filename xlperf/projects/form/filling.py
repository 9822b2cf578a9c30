"""Filling the form of a project (填写项目支出绩效自评表): only empty and template cells, formulas stay."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import from_yuan, plain, round_half_up
from xlperf.findings import Place
from xlperf.ooxml import EditRefused
from xlperf.ooxml.addresses import cell_address
from xlperf.ooxml.merging import height_of, set_height
from xlperf.projects import catalogue
from xlperf.projects.model import Amounts, summed_amounts
from xlperf.source.project_form import is_placeholder, label_of, read_project_form

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from xlperf.findings import Finding
    from xlperf.ooxml.sheet import Sheet
    from xlperf.projects.form.rows import Line
    from xlperf.projects.result import ProjectResult
    from xlperf.source.project_form import Cell, ProjectForm

    Content = str | Decimal

MONEY_PLACES: Final = 6
"""Decimals of an amount in 万元 that make a 分."""
_LINE_POINTS: Final = 14.5
_MARGIN_POINTS: Final = 10.0
_HIGHEST: Final = 400.0
_CLOSE: Final = Decimal("0.005")
_RATE_PLACES: Final = 4


@dataclass(frozen=True, slots=True)
class Fill:
    """A cell to fill and what goes in."""

    cell: Cell
    what: str
    content: Content


def fill_form(
    sheet: Sheet, form: ProjectForm, result: ProjectResult, lines: Sequence[Line], *, year: str = ""
) -> list[Finding]:
    """Fill a blank form whose rows fit the lines; give what could not be filled, with its cell."""
    writer = _Writer(sheet, form, result, own=False)
    writer.write(_head(form, result))
    writer.write(_funds(form, result))
    writer.write(_totals(form, result))
    writer.indicators(lines)
    writer.year(year)
    _fit_heights(sheet, form, result, lines)
    return writer.findings


def complete_own(sheet: Sheet, form: ProjectForm, result: ProjectResult) -> list[Finding]:
    """Fill the empty cells of the officer's own filled form; what she typed stays."""
    writer = _Writer(sheet, form, result, own=True)
    writer.write(_funds(form, result))
    writer.write(_totals(form, result))
    writer.indicators(_own_lines(form, result))
    return writer.findings


def check_formulas(sheet: Sheet, result: ProjectResult, file: str) -> Iterator[Finding]:
    """Compare what the form's own formulas give, after they were worked out, with our scores."""
    form = read_project_form(sheet.grid())
    if form is None:
        return
    cells = [("总分", form.total_score, result.score)]
    if form.total_funds is not None and "score" in form.amounts:
        cells.append(("执行率得分", (form.total_funds, form.amounts["score"]), result.execution.score))
    for what, cell, expected in cells:
        if cell is None or expected is None or sheet.formula_at(cell[0] + 1, cell[1] + 1) is None:
            continue
        value = sheet.value_at(cell[0] + 1, cell[1] + 1)
        if isinstance(value, Decimal) and abs(value - expected) >= _CLOSE:
            yield catalogue.CELL_KEPT.finding(
                place=Place(file=file, sheet=sheet.name, cell=_a1(cell)),
                subject=result.name,
                what=what,
                actual=plain(value),
                expected=plain(expected),
                reason="那里是公式",
            )


def _a1(cell: Cell) -> str:
    return cell_address(cell[0] + 1, cell[1] + 1)


def _head(form: ProjectForm, result: ProjectResult) -> Iterator[Fill]:
    project = result.project
    names = {"name": "项目名称", "department": "主管部门", "unit": "实施单位", "start": "开始时间", "end": "结束时间"}
    for key, what in names.items():
        if key in form.fields and getattr(project, key):
            yield Fill(form.fields[key], what, getattr(project, key))
    for key, what in (("goal", "预期目标"), ("achieved", "实际完成情况")):
        if key in form.goals and getattr(project, key):
            yield Fill(form.goals[key], what, getattr(project, key))


def _funds(form: ProjectForm, result: ProjectResult) -> Iterator[Fill]:
    execution, amounts = result.execution, form.amounts
    if form.total_funds is not None:
        yield from _amounts(form, form.total_funds, execution.amounts, "年度资金总额")
        for key, content in (("mark", execution.full), ("score", execution.score)):
            if key in amounts and content is not None:
                yield Fill((form.total_funds, amounts[key]), "执行率得分" if key == "score" else "分值", content)
        if "rate" in amounts and execution.rate is not None:
            yield Fill((form.total_funds, amounts["rate"]), "执行率", round_half_up(execution.rate, _RATE_PLACES))
    for row, amounts_there in _by_row(form, result).items():
        yield from _amounts(form, row, amounts_there, "资金来源")
        budget, spent = amounts_there.budget, amounts_there.spent
        if "rate" in amounts and budget and spent is not None:
            yield Fill((row, amounts["rate"]), "执行率", round_half_up(spent / budget, _RATE_PLACES))


def _by_row(form: ProjectForm, result: ProjectResult) -> dict[int, Amounts]:
    """Add the sources of funds up by the row of the form in which they belong."""
    found: dict[int, list[Amounts]] = {}
    for fund in result.project.funds:
        row = _source_row(form, fund.source)
        if row is not None:
            found.setdefault(row, []).append(fund.amounts)
    return {row: summed_amounts(amounts) for row, amounts in found.items()}


def _source_row(form: ProjectForm, source: str) -> int | None:
    """Find the row of a source: by its name, else by whether it is carried over, of the budget, or other funds."""
    key = _source_key(source)
    keys = [(_source_key(written), row) for written, row in form.sources]
    exact = next((row for written, row in keys if written == key), None)
    if exact is not None:
        return exact
    kind = next((word for word in ("结转", "拨款") if word in _kind(key)), "其他")
    return next((row for written, row in keys if kind in written), None)


def _source_key(text: str) -> str:
    return label_of(text).replace("本年", "当年").removesuffix("资金")


def _kind(key: str) -> str:
    """Say what a source is: 一般公共预算 is 拨款, 上年结余 is 结转."""
    if any(word in key for word in ("结转", "结余")):
        return "结转"
    budgets = ("拨款", "公共预算", "政府性基金", "国有资本", "财政")
    return "拨款" if any(word in key for word in budgets) and "非财政" not in key else "其他"


def _amounts(form: ProjectForm, row: int, amounts: Amounts, what: str) -> Iterator[Fill]:
    for key in ("initial", "budget", "spent"):
        amount = getattr(amounts, key)
        if amount is not None and key in form.amounts:
            content = Decimal(plain(round_half_up(from_yuan(amount, form.money_unit), MONEY_PLACES)))
            yield Fill((row, form.amounts[key]), what, content)


def _totals(form: ProjectForm, result: ProjectResult) -> Iterator[Fill]:
    if form.total_mark is not None:
        yield Fill(form.total_mark, "总分分值", result.scheme.full)
    if form.total_score is not None and result.score is not None:
        yield Fill(form.total_score, "总分", result.score)


def _own_lines(form: ProjectForm, result: ProjectResult) -> list[Line | None]:
    """Find the target of each row of the officer's own form by its cell."""
    from xlperf.projects.form.rows import Line

    by_row = {result.target.place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"): result for result in result.targets}
    found = (by_row.get(str(row.row + 1)) for row in form.rows)
    return [Line(target.first, target.second, target) if target else None for target in found]


class _Writer:
    def __init__(self, sheet: Sheet, form: ProjectForm, result: ProjectResult, *, own: bool) -> None:
        self.sheet, self.form, self.result, self.own = sheet, form, result, own
        self.findings: list[Finding] = []

    def write(self, fills: Iterator[Fill]) -> None:
        for fill in fills:
            self.put(fill)

    def put(self, fill: Fill) -> None:
        """Write one cell; a formula stays, and so does what a person typed."""
        row, column = fill.cell[0] + 1, fill.cell[1] + 1
        if self.sheet.formula_at(row, column) is not None:
            return
        before = self.sheet.value_at(row, column)
        if before == fill.content:
            return
        blank = before is None or (isinstance(before, str) and is_placeholder(before))
        if self.own and not blank:
            if fill.what.endswith(("得分", "总分")):
                self.keep(fill, str(before), "表里已经填了")
            return
        try:
            self.sheet.set(cell_address(row, column), fill.content)
        except EditRefused as fault:
            self.keep(fill, "" if before is None else str(before), str(fault).rstrip("。"))

    def keep(self, fill: Fill, before: str, reason: str) -> None:
        expected = fill.content if isinstance(fill.content, str) else plain(fill.content)
        place = Place(file=self.form.grid.file, sheet=self.sheet.name, cell=_a1(fill.cell))
        self.findings.append(
            catalogue.CELL_KEPT.finding(
                place=place,
                subject=self.result.name,
                what=fill.what,
                actual=before,
                expected=expected[:40],
                reason=reason,
            )
        )

    def indicators(self, lines: Sequence[Line | None]) -> None:
        """Fill the rows of indicators."""
        columns = self.form.columns
        for row, line in zip(self.form.rows, lines, strict=False):
            contents = _contents(line, columns.keys()) if line is not None and line.target is not None else {}
            for key, content in contents.items():
                self.put(Fill((row.row, columns[key]), _WORDS.get(key, key), content))
            if line is not None and line.target is None and not self.own:
                self._clear(row.row, columns["name"])
        if len(lines) > len(self.form.rows):
            place = Place(file=self.form.grid.file, sheet=self.sheet.name)
            self.findings.append(catalogue.NO_PLACE.finding(place=place, subject=self.sheet.name, what="全部指标"))

    def _clear(self, row: int, column: int) -> None:
        if isinstance(self.sheet.value_at(row + 1, column + 1), str):
            self.sheet.set(cell_address(row + 1, column + 1), None)

    def year(self, year: str) -> None:
        """Write the year into （    年度）."""
        for row, column, value in self.form.grid.cells():
            if row > 5:
                return
            if isinstance(value, str) and year and "".join(value.split()) in {"（年度）", "(年度)"}:
                self.sheet.set(cell_address(row + 1, column + 1), f"（{year}年度）")
                return


_WORDS: Final = {"name": "三级指标", "goal": "年度指标值", "actual": "实际完成值", "score": "得分", "mark": "分值"}


def _contents(line: Line, columns: Collection[str]) -> dict[str, Content]:
    """Give what goes into the cells of a row."""
    result = line.target
    if result is None:
        return {}
    target = result.target
    apart = "nature" in columns
    contents: dict[str, Content | None] = {
        "name": target.name,
        "nature": result.completion.nature if apart else None,
        "goal": target.goal.text if apart and "unit" in columns else result.goal,
        "unit": target.unit,
        "actual": target.actual.text if "unit" in columns else result.actual,
        "mark": result.full,
        "score": result.score,
        "reason": target.reason
        if "measure" in columns
        else "；".join(text.strip().rstrip("。；") for text in (target.reason, target.measure) if text.strip()),
        "measure": target.measure,
    }
    return {
        key: content for key, content in contents.items() if key in columns and content is not None and content != ""
    }


def _fit_heights(sheet: Sheet, form: ProjectForm, result: ProjectResult, lines: Sequence[Line]) -> None:
    """Make rows high enough for their texts; Excel does not do it for merged cells."""
    project = result.project
    for key, text in (("goal", project.goal), ("achieved", project.achieved)):
        if key in form.goals:
            _raise(sheet, form.goals[key], _lines(text, _characters(sheet, form, form.goals[key])))
    for row, line in zip(form.rows, lines, strict=False):
        contents = _contents(line, form.columns.keys())
        most = max(
            (
                _lines(str(text), _characters(sheet, form, (row.row, form.columns[key])))
                for key, text in contents.items()
                if isinstance(text, str)
            ),
            default=1,
        )
        _raise(sheet, (row.row, 0), max(most, _label_lines(sheet, form, line, lines)), least=22.0)


def _label_lines(sheet: Sheet, form: ProjectForm, line: Line, lines: Sequence[Line]) -> int:
    """Give the lines that the levels beside a row need, where they stand beside this row alone."""
    needed = 1
    for key, text, count in (
        ("first", line.first, sum(other.first == line.first for other in lines)),
        ("second", line.second, sum((other.first, other.second) == (line.first, line.second) for other in lines)),
    ):
        if key in form.columns and count:
            width = _characters(sheet, form, (form.rows[0].row, form.columns[key]))
            needed = max(needed, -(-sum(_lines(part, width) for part in text.split("\n")) // count))
    return needed


def _raise(sheet: Sheet, cell: Cell, lines: int, least: float = 0.0) -> None:
    wanted = min(_HIGHEST, max(least, lines * _LINE_POINTS + _MARGIN_POINTS))
    now = height_of(sheet, cell[0] + 1)
    if now is None or now < wanted:
        set_height(sheet, cell[0] + 1, wanted)


def _characters(sheet: Sheet, form: ProjectForm, cell: Cell) -> float:
    """Give how many Chinese characters fit on a line of a cell."""
    span = next((span for span in form.grid.merged if cell in span), None)
    columns = range(span.left, span.right + 1) if span else (cell[1],)
    return max(1.0, sum(sheet.width_of(column + 1) for column in columns) / 2.1)


def _lines(text: str, characters: float) -> int:
    width = sum(1.0 if ord(c) > 0x2E80 else 0.55 for c in text)
    return max(1, text.count("\n") + -int(-width // characters))
