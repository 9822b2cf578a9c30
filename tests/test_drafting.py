"""From a scoring workbook that nobody has seen to a filled one: scheme draft, run, 填报表.xlsx, run."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from xlperf.cli import status
from xlperf.examples import make_example
from xlperf.ooxml import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROWS = (
    (
        "过程",
        "预算执行",
        "结转结余率",
        "结转结余率=年末结转结余/支出预算数×100%",
        20,
        "≤10%得20分；10%~20%（含）得10分；＞20%不得分",
    ),
    ("", "", "“三公经费”控制率", "", 20, "≤100%得满分，每超过1个百分点扣1分，扣完为止"),
    ("", "预算管理", "管理制度健全性", "", 20, "①制度健全，10分；②执行有效，10分。"),
    ("效果", "履职效果", "信息报送情况", "", 20, "每迟报一次扣5分，扣完为止"),
    ("", "", "工作创新", "", 20, "根据实际情况酌情打分"),
)
HEADING = ("一级指标", "二级指标", "三级指标", "指标解释", "分值", "评分标准", "自评得分", "自评说明")


def make_xlsx(path: Path, rows: tuple[tuple[Any, ...], ...] = ROWS) -> None:
    """Write the form behind a cover sheet, with merged names and a total that Excel adds up."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "封面"
    book.active["A1"] = "2023年度部门整体支出绩效评价"
    sheet = book.create_sheet("评分表")
    sheet["A1"] = "部门整体支出绩效评价评分表（2023年度）"
    sheet.merge_cells("A1:H1")
    sheet.append(HEADING)
    for row in rows:
        sheet.append([value or None for value in row])
    last = sheet.max_row
    for column in "AB":
        starts = [row for row in range(3, last + 1) if sheet[f"{column}{row}"].value] + [last + 1]
        for start, after in pairwise(starts):
            if after - start > 1:
                sheet.merge_cells(f"{column}{start}:{column}{after - 1}")
    sheet[f"A{last + 1}"] = "合计"
    sheet[f"E{last + 1}"] = f"=SUM(E3:E{last})"
    sheet[f"G{last + 1}"] = f"=SUM(G3:G{last})"
    book.save(path)


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """A folder that holds only what was received: final accounts and an unseen form."""
    make_example(tmp_path / "示例")
    folder = tmp_path / "单位"
    folder.mkdir()
    shutil.copytree(tmp_path / "示例" / "数据", folder / "数据")
    make_xlsx(folder / "评分表.xlsx")
    return folder


@pytest.fixture
def call(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., tuple[int, str, str]]:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = status(arguments)
        told = capsysbinary.readouterr()
        return code, told.out.decode(), told.err.decode()

    return run


def fill_in(questionnaire: Path) -> None:
    """Answer what the draft asks, as an officer would."""
    import openpyxl

    book = openpyxl.load_workbook(questionnaire)
    for row in book["检查点"].iter_rows(min_row=3):
        if row[1].value:
            row[4].value = "是"
    for row in book["填报数"].iter_rows(min_row=3):
        if row[0].value == "信息报送情况扣分项数":
            row[2].value = 1
    for row in book["得分核定"].iter_rows(min_row=3):
        if row[1].value == "工作创新":
            row[3].value, row[4].value = 18, "新增两项便民措施"
        if row[1].value == "信息报送情况":
            row[5].value = "一季度报表迟报一次"
    book.save(questionnaire)


def test_the_whole_way_from_an_unseen_form_to_a_filled_one(
    unit: Path, call: Callable[..., tuple[int, str, str]]
) -> None:
    code, told, _ = call("scheme", "draft", str(unit / "评分表.xlsx"))
    assert code == 0
    assert "结转结余率" in told
    assert (unit / "指标体系" / "scheme.yaml").is_file()
    call("run", str(unit), "--json")
    assert (unit / "填报表.xlsx").is_file()
    fill_in(unit / "填报表.xlsx")
    _, out, _ = call("run", str(unit), "--json")
    document = json.loads(out)
    assert document["scheme"] == "own-2023"
    assert {i["name"]: i["score"] for i in document["indicators"]} == {
        "结转结余率": "20",
        "“三公经费”控制率": "20",
        "管理制度健全性": "20",
        "信息报送情况": "15",
        "工作创新": "18",
    }
    assert document["score"] == "93"
    sheet = Workbook.open(unit / "成果" / "评分表.xlsx")["评分表"]
    assert [str(sheet[f"G{row}"].value) for row in range(3, 8)] == ["20", "20", "20", "15", "18"]
    assert str(sheet["G8"].value) == "93"


def test_the_draft_says_what_was_understood_as_json(unit: Path, call: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = call("scheme", "draft", str(unit / "评分表.xlsx"), "--json")
    document = json.loads(out)
    assert code == 0
    assert not (unit / "指标体系").exists()
    assert {i["name"]: i["sure"] for i in document["indicators"]} == {
        "结转结余率": "sure",
        "“三公经费”控制率": "sure",
        "管理制度健全性": "sure",
        "信息报送情况": "asked",
        "工作创新": "asked",
    }
    first = document["indicators"][0]
    assert first["path"] == ["过程", "预算执行", "结转结余率"]
    assert first["formula"] == "年末结转和结余 ÷ 本年支出调整预算数"
    assert first["cells"]["score"] == "评分表!G3"
    assert first["full"] == "20"
    assert [f["code"] for f in document["findings"]] == ["XP236", "XP234"]


def test_a_draft_that_is_there_is_kept(unit: Path, call: Callable[..., tuple[int, str, str]]) -> None:
    target = unit / "我的体系" / "scheme.yaml"
    assert call("scheme", "draft", str(unit / "评分表.xlsx"), "-o", str(target))[0] == 0
    target.write_text("# 我改过的\n", encoding="utf-8")
    code, _, told = call("scheme", "draft", str(unit / "评分表.xlsx"), "-o", str(target))
    assert code == 2
    assert "没有覆盖" in told
    assert target.read_text(encoding="utf-8") == "# 我改过的\n"
    assert call("scheme", "draft", str(unit / "评分表.xlsx"), "-o", str(target), "--force")[0] == 0
    assert call("scheme", "check", str(target))[0] == 0


def test_an_old_xls_is_drafted_alike(unit: Path, call: Callable[..., tuple[int, str, str]]) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("评分表")
    for at, row in enumerate((HEADING, *ROWS)):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    book.save(str(unit / "旧评分表.xls"))
    _, old, _ = call("scheme", "draft", str(unit / "旧评分表.xls"), "--json")
    _, new, _ = call("scheme", "draft", str(unit / "评分表.xlsx"), "--json")
    assert [(i["path"], i["full"], i["rule"], i["formula"]) for i in json.loads(old)["indicators"]] == [
        (i["path"], i["full"], i["rule"], i["formula"]) for i in json.loads(new)["indicators"]
    ]


@pytest.mark.parametrize(
    "rows",
    [(), (("甲", "乙", "丙", "", 5, "得分"),)],
    ids=["no indicators", "one indicator"],
)
def test_a_workbook_without_a_tree_is_refused(
    tmp_path: Path, call: Callable[..., tuple[int, str, str]], rows: tuple[tuple[Any, ...], ...]
) -> None:
    make_xlsx(tmp_path / "表.xlsx", rows)
    code, _, told = call("scheme", "draft", str(tmp_path / "表.xlsx"))
    assert code == 2
    assert "表.xlsx" in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["表.xlsx"]


@pytest.mark.parametrize("content", [b"", b"not a workbook"], ids=["empty", "text"])
def test_a_file_that_is_no_workbook_is_refused(
    tmp_path: Path, call: Callable[..., tuple[int, str, str]], content: bytes
) -> None:
    (tmp_path / "表.xlsx").write_bytes(content)
    code, _, told = call("scheme", "draft", str(tmp_path / "表.xlsx"))
    assert code == 2
    assert "Traceback" not in told
    assert call("scheme", "draft", str(tmp_path / "没有.xlsx"))[0] == 2


def test_marks_that_are_formulas_are_read_by_their_results(
    unit: Path, call: Callable[..., tuple[int, str, str]]
) -> None:
    rows = tuple((*row[:4], "=10*2", row[5]) for row in ROWS)
    make_xlsx(unit / "公式.xlsx", rows)
    code, out, _ = call("scheme", "draft", str(unit / "公式.xlsx"), "--json")
    document = json.loads(out)
    assert code == 0
    assert document["full"] == "100"
    assert [i["full"] for i in document["indicators"]] == ["20"] * 5


def test_the_form_in_the_folder_changes_the_marks_of_a_run(
    unit: Path, call: Callable[..., tuple[int, str, str]]
) -> None:
    call("scheme", "draft", str(unit / "评分表.xlsx"))
    rows = ((*ROWS[0][:4], 30, "≤1%得30分；＞1%不得分"), *ROWS[1:4], (*ROWS[4][:4], 10, ROWS[4][5]))
    make_xlsx(unit / "评分表.xlsx", rows)
    _, out, _ = call("check", str(unit), "--json")
    document = json.loads(out)
    first = document["indicators"][0]
    assert (first["full"], first["score"], document["full"]) == ("30", "0", "100")
    assert {"XP240", "XP241"} <= {finding["code"] for finding in document["findings"]}
