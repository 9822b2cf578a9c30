from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.styles import Border, PatternFill, Side

from tests.projects.builder import SCHEME, project, target, usual_targets
from xlperf.ooxml import Workbook, compare
from xlperf.projects.form.books import BlankForm, complete_book, fill_each, fill_together
from xlperf.projects.forms_read import project_of
from xlperf.projects.scheme import load_project_scheme
from xlperf.projects.scoring import score_project
from xlperf.resources import workbooks
from xlperf.source.project_form import read_project_form

if TYPE_CHECKING:
    from tests.conftest import Office
    from xlperf.projects.form.books import FilledBook
    from xlperf.projects.result import ProjectResult

FORM = "项目支出绩效自评表.xlsx"


def shipped(scheme: str = "national-project-2020") -> BlankForm:
    blank = BlankForm.of(FORM, (workbooks() / scheme / FORM).read_bytes())
    assert blank is not None
    return blank


def scored(outputs: int = 2, name: str = "示例项目") -> ProjectResult:
    return score_project(project(*usual_targets(outputs, "人手不足"), name=name), SCHEME)


def other_bureau() -> bytes:
    """Lay a form out as another bureau might: shifted, in 元, one row a group, indicators with sign and unit apart."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "表2"
    rows: list[list[object]] = [
        [None, "附件2"],
        [None, "某区项目支出绩效自评表"],
        [None, "项目名称", None, None, None, "实施单位", None, None, None, None],
        [None, "主管部门（盖章）", None, None, None, "联系人", None, None, None, None],
        [
            None,
            "资金情况（元）",
            "资金来源",
            "年初预算",
            "全年预算数（A）",
            "执行数（B）",
            "分值",
            "得分",
            "执行率（B÷A）",
        ],
        [None, None, "年度资金总额", None, None, None, 10],
        [None, None, "其中：本年财政拨款", None, None, None, "-", "-"],
        [None, None, "其他资金", None, None, None, "-", "-"],
        [None, "年度目标", "年初设定目标", None, None, "目标实际完成情况"],
        [None, None, None, None, None, None],
        [
            None,
            "一级指标",
            "二级指标",
            "三级指标",
            "指标性质",
            "指标值",
            "度量单位",
            "完成值",
            "权重",
            "得分",
            "未完成原因分析",
        ],
        [None, "产出指标", "数量指标", "……"],
        [None, None, "质量指标", "……"],
        [None, "效益指标", "社会效益指标", "……"],
        [None, "满意度指标", "服务对象满意度指标", "……"],
        [None, "总分", None, None, None, None, None, None, "=G6+SUM(I12:I15)", "=H6+SUM(J12:J15)"],
        [None, "单位负责人："],
    ]
    for row in rows:
        sheet.append(row)
    for block in (
        "B2:K2",
        "C3:E3",
        "G3:K3",
        "C4:E4",
        "G4:K4",
        "B5:B8",
        "B9:B10",
        "C9:E9",
        "F9:K9",
        "C10:E10",
        "F10:K10",
        "B12:B13",
        "B16:H16",
    ):
        sheet.merge_cells(block)
    side = Side(style="thin")
    for row in range(12, 16):
        for column in range(2, 12):
            sheet.cell(row, column).border = Border(side, side, side, side)
            sheet.cell(row, column).fill = PatternFill("solid", fgColor="FFFDE7")
    sheet.print_area = "B1:K17"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def filled(blank: BlankForm, result: ProjectResult) -> FilledBook:
    (book,) = fill_each(blank, [result], "2021")
    return book


def text(book: FilledBook, cell: str) -> object:
    opened = Workbook.open(book.data)
    return opened[opened.sheet_names[0]][cell].value


def test_the_shipped_form_is_filled_and_its_formulas_agree() -> None:
    result = scored()
    book = filled(shipped(), result)
    assert book.findings == ()
    assert [text(book, cell) for cell in ("C3", "C4", "F4", "D6", "E6", "F6")] == [
        "示例项目", "示例局", "示例中心", Decimal(100), Decimal(100), Decimal(76)
    ]  # fmt: skip
    assert text(book, "I6") == Decimal("7.6")
    assert text(book, "H18") == result.score
    assert Workbook.open(book.data)["自评表"]["H18"].formula is not None


@pytest.mark.parametrize("outputs", [1, 2, 5, 9])
def test_rows_follow_the_targets_with_merges_formulas_and_print_area(outputs: int) -> None:
    result = scored(outputs)
    book = Workbook.open(filled(shipped(), result).data)
    sheet = book["自评表"]
    form = read_project_form(sheet.grid())
    assert form is not None
    assert [row.name for row in form.rows] == [one.target.name for one in result.targets]
    assert [row.second for row in form.rows] == [one.second for one in result.targets]
    last = 12 + len(result.targets)
    merged = {str(block) for block in sheet.merged_ranges}
    assert f"A12:A{last}" in merged
    assert f"B13:B{13 + outputs}" in merged
    assert (f"C13:C{12 + outputs}" in merged) is (outputs > 1)
    assert sheet[f"G{last + 1}"].formula == f"G6+SUM(G13:G{last})"
    area = book.defined_names_of("自评表")["_xlnm.print_area"]
    assert area.endswith(f"$I${last + 4}")
    assert {sheet.style_at(row, 8).number_format for row in range(13, last + 1)} == {"0.00##"}


def test_only_the_sheet_and_the_strings_change() -> None:
    blank = shipped()
    difference = compare(blank.data, filled(blank, scored(4)).data)
    assert difference.lost == ()
    assert set(difference.changed) <= {
        "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"
    }  # fmt: skip


def test_another_bureaus_form_is_found_by_its_labels_and_filled_in_its_unit() -> None:
    blank = BlankForm.of("表2.xlsx", other_bureau())
    assert blank is not None
    result = scored(3)
    book = filled(blank, result)
    assert book.findings == ()
    assert [text(book, cell) for cell in ("C3", "G3", "E6", "F6", "H6", "I6", "E7", "C10", "F10")] == [
        "示例项目", "示例中心", Decimal(1_000_000), Decimal(760_000), Decimal("7.6"), Decimal("0.76"),
        Decimal(1_000_000), "保障运行", "运行正常",
    ]  # fmt: skip
    assert [text(book, f"{column}12") for column in "CDEFGHIJ"] == [
        "数量指标", "产出0", "≥", "80", "%", "85", Decimal(4), Decimal(4)
    ]  # fmt: skip
    assert text(book, "J18") == result.score
    assert "B12:B15" in {str(block) for block in Workbook.open(book.data)["表2"].merged_ranges}


def test_a_target_of_a_level_that_the_form_lacks_gets_a_row_at_the_end_of_its_first_level() -> None:
    targets = (*usual_targets(1), target("5", "4", 0, name="成本", nature="≤", unit="万元", second="成本指标"))
    blank = BlankForm.of("表2.xlsx", other_bureau())
    assert blank is not None
    book = filled(blank, score_project(project(*targets), SCHEME))
    assert [text(book, f"C{row}") for row in range(12, 17)] == [
        "数量指标", "质量指标", "成本指标", "社会效益指标", "服务对象满意度指标"
    ]  # fmt: skip


def test_one_workbook_with_a_sheet_each() -> None:
    results = [scored(at, name=f"项目/{at}") for at in (1, 4, 4)]
    book = fill_together(shipped(), results, "2021")
    assert book.findings == ()
    opened = Workbook.open(book.data)
    assert opened.sheet_names == ("自评表", "项目1", "项目4", "项目4（3）")
    assert opened["项目1"]["C3"].value == "项目/1"
    assert opened["项目4（3）"]["H20"].value == results[2].score


def test_400_indicators_fill_400_rows() -> None:
    targets = tuple(target("80", "85", None, name=f"指标{at}甲") for at in range(400))
    result = score_project(project(*targets), SCHEME)
    sheet = Workbook.open(filled(shipped(), result).data)["自评表"]
    assert [sheet[f"D{row}"].value for row in (13, 412)] == ["指标0甲", "指标399甲"]


def test_a_filled_form_is_read_back_as_the_project_that_it_was_filled_with() -> None:
    result = scored(3)
    sheet = Workbook.open(filled(shipped(), result).data)["自评表"]
    form = read_project_form(sheet.grid())
    assert form is not None
    read, findings = project_of(form, lambda _row, _column: False)
    assert findings == ()
    again = score_project(read, SCHEME)
    assert again.score == result.score
    assert [one.score for one in again.targets] == [one.score for one in result.targets]


def test_an_officers_filled_form_keeps_what_she_typed_and_gets_the_scores() -> None:
    book = Workbook.open(filled(shipped(), scored(2)).data)
    sheet = book["自评表"]
    for row in range(13, 18):
        sheet[f"H{row}"] = None
    sheet["I15"] = "手写的原因"
    typed = book.to_bytes()
    form = read_project_form(Workbook.open(typed)["自评表"].grid())
    assert form is not None
    read, _ = project_of(form, lambda _row, _column: False)
    done = complete_book("我的表.xlsx", typed, [(form, score_project(read, SCHEME))])
    after = Workbook.open(done.data)["自评表"]
    assert after["I15"].value == "手写的原因"
    assert after["H13"].value == 4
    assert after["H18"].value == scored(2).score


@pytest.mark.parametrize("scheme", ["sichuan-project-2022", "cost-project-2021"])
def test_the_forms_of_the_variants_are_read(scheme: str) -> None:
    form = shipped(scheme).form
    assert form.weights is (scheme == "sichuan-project-2022")
    assert {row.first.split("\n")[0] for row in form.rows} == {
        level.name for level in load_project_scheme(scheme).firsts
    }


@pytest.mark.office
def test_libreoffice_works_the_formulas_out_as_we_do(office: Office, tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    result = scored(4)
    path = folder / "表.xlsx"
    path.write_bytes(filled(shipped(), result).data)
    sheet = openpyxl.load_workbook(office.convert(path, to="xlsx", out=folder / "新"), data_only=True)["自评表"]
    assert sheet["I6"].value == pytest.approx(7.6)
    assert sheet["H20"].value == pytest.approx(float(result.score or 0))
