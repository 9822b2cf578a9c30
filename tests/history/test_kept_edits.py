"""Nothing that a person typed is ever lost, whatever months, edits and new blank forms come in whatever order."""

from __future__ import annotations

import io
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.monthly import make_month, make_unit, steady
from xlperf.narrative.word.plain_text import report_text
from xlperf.ooxml import EditRefused, Workbook
from xlperf.refresh import MONITORING, refresh
from xlperf.resources import workbooks

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "项目预算执行监控"
FREE = ("K5", "L5", "M6", "C40", "L43")
"""Cells of the form that we never write."""
OURS = ("G5", "I5", "I6", "C6")
"""Cells that we fill every month."""
NOTE = "月度执行情况-2024-06.docx"

steps = st.lists(
    st.one_of(
        st.tuples(st.just("month"), st.integers(1, 6)),
        st.tuples(st.just("data"), st.integers(1, 9)),
        st.tuples(st.just("type"), st.sampled_from((*FREE, *OURS))),
        st.tuples(st.just("paragraph"), st.integers(0, 8)),
        st.tuples(st.just("reword"), st.integers(0, 8)),
        st.tuples(st.just("blank"), st.integers(1, 3)),
    ),
    min_size=2,
    max_size=5,
)


def type_into(path: Path, cell: str, words: str) -> None:
    book = Workbook.open(path)
    book[SHEET].set(cell, words)
    book.save(path)


def other_blank(unit: Path, rows: int) -> None:
    """The finance bureau sends another blank form: more rows above the table."""
    book = Workbook.open(workbooks() / "common" / MONITORING)
    book[SHEET].insert_rows(2, rows)
    book.save(unit / MONITORING, replace_other=True)


def edit_note(path: Path, at: int, words: str, *, inserting: bool) -> None:
    document = Document(str(path))
    filled = [p for p in document.paragraphs if p.text.strip()]
    paragraph = filled[at % len(filled)]
    if inserting:
        paragraph.insert_paragraph_before(words)
    else:
        paragraph.add_run(words)
    document.save(str(path))


def everything_said(unit: Path) -> str:
    """All texts of the results, those set aside included."""
    said: list[str] = []
    for path in sorted((unit / "成果").rglob("*.*")):
        if path.suffix == ".xlsx" and "底稿" not in path.name:
            said += [str(value) for sheet in Workbook.open(path) for _, _, value in sheet.grid().cells()]
        elif path.suffix == ".docx":
            said.append(report_text(path.read_bytes()))
    return "\n".join(said)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_nothing_typed_is_ever_lost(
    tmp_path_factory: pytest.TempPathFactory, sequence: list[tuple[str, int | str]]
) -> None:
    unit = make_unit(tmp_path_factory.mktemp("单位"), {f"2024-{m:02d}": steady(m) for m in range(1, 7)})
    refresh(unit)
    typed: list[str] = []
    taken: set[str] = set()
    for number, (kind, what) in enumerate(sequence):
        words = f"人工{number}号"
        match kind, what:
            case "month", int():
                refresh(unit, month=f"2024-{what:02d}")
            case "data", int():
                make_month(unit, "2024-06", steady(6, step=50_000 + what))
            case "blank", int():
                if not taken:
                    other_blank(unit, what)
            case "type", str() if what not in taken:
                taken.add(what)
                with suppress(EditRefused):  # a merged title in the new blank form
                    type_into(unit / "成果" / MONITORING, what, words)
                    typed.append(words)
            case (("paragraph" | "reword"), int()):
                edit_note(unit / "成果" / NOTE, what, words, inserting=kind == "paragraph")
                typed.append(words)
            case _:
                continue
        refresh(unit)
        said = everything_said(unit)
        assert all(words in said for words in typed)
    before = {p: p.read_bytes() for p in (unit / "成果").iterdir() if p.is_file()}
    refresh(unit)
    assert {p: p.read_bytes() for p in (unit / "成果").iterdir() if p.is_file()} == before


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    made = make_unit(tmp_path / "单位", {"2024-05": steady(5), "2024-06": steady(6)})
    refresh(made, month="2024-05")
    refresh(made)
    return made


def test_a_typed_cell_follows_its_row_when_rows_are_inserted(unit: Path) -> None:
    path = unit / "成果" / MONITORING
    book = Workbook.open(path)
    book[SHEET].insert_rows(2, 2)
    book[SHEET].set("I7", "已核对")
    book.save(path)
    make_month(unit, "2024-06", steady(6, step=52_000))
    result = refresh(unit)
    sheet = Workbook.open(path)[SHEET]
    assert sheet["I7"].value == "已核对"
    assert str(sheet["H7"].value) == "5.2"
    (conflict,) = [f for f in result.findings if f.code == "XP803"]
    assert conflict.place.cell == "I7"


def test_take_ours_writes_the_new_value_and_theirs_settles_for_good(unit: Path) -> None:
    path = unit / "成果" / MONITORING
    type_into(path, "I5", "约三十万")
    make_month(unit, "2024-06", steady(6, step=52_000))
    kept = refresh(unit, take="theirs")
    assert "XP803" not in [f.code for f in kept.findings]
    assert "XP803" not in [f.code for f in refresh(unit).findings]
    assert Workbook.open(path)[SHEET]["I5"].value == "约三十万"
    make_month(unit, "2024-06", steady(6, step=53_000))
    refresh(unit, take="ours")
    assert str(Workbook.open(path)[SHEET]["I5"].value) == "31.8"


def test_comments_rows_sheets_and_widths_that_a_person_added_stay(unit: Path) -> None:
    import openpyxl
    from openpyxl.comments import Comment

    path = unit / "成果" / MONITORING
    book = openpyxl.load_workbook(path)
    book[SHEET]["C5"].comment = Comment("请核实", "审核人")
    book[SHEET].column_dimensions["C"].width = 77
    book.create_sheet("我的备忘")["A1"] = "记事"
    book.save(path)
    make_month(unit, "2024-06", steady(6, step=52_000))
    refresh(unit)
    book = openpyxl.load_workbook(path)
    assert book[SHEET]["C5"].comment.text == "请核实"
    assert book[SHEET].column_dimensions["C"].width == 77
    assert book["我的备忘"]["A1"].value == "记事"
    assert book[SHEET]["I5"].value == 31.2


def test_a_new_blank_form_is_filled_and_typed_cells_come_along(unit: Path) -> None:
    path = unit / "成果" / MONITORING
    type_into(path, "L5", "设备到货晚")
    other_blank(unit, 3)
    result = refresh(unit)
    assert "template" in [change.kind for change in result.changes]
    assert Workbook.open(path)[SHEET]["L8"].value == "设备到货晚"
    old = Workbook.open(unit / "成果" / "上一版" / MONITORING)
    assert old[SHEET]["L5"].value == "设备到货晚"


def test_what_has_no_place_in_the_new_blank_is_listed(unit: Path) -> None:
    type_into(unit / "成果" / MONITORING, "P60", "表外的一句")
    other_blank(unit, 3)
    (finding,) = [f for f in refresh(unit).findings if f.code == "XP804"]
    assert "P60" in finding.message


def test_a_project_that_is_gone_leaves_no_stale_figures(unit: Path) -> None:
    path = unit / "成果" / MONITORING
    type_into(path, "L6", "写给数据专线")
    make_month(unit, "2024-06", steady(6)[:1])
    refresh(unit)
    sheet = Workbook.open(path)[SHEET]
    assert sheet["I6"].value is None
    assert sheet["L6"].value == "写给数据专线"


def test_an_unreadable_result_is_left_alone(unit: Path) -> None:
    (unit / "成果" / MONITORING).write_bytes(b"no workbook")
    result = refresh(unit)
    assert (unit / "成果" / MONITORING).read_bytes() == b"no workbook"
    assert result.outputs["monitoring"].name == "绩效目标运行监控表（新）.xlsx"


def test_a_picture_put_into_the_note_stays(unit: Path) -> None:
    import struct
    import zlib

    rows = zlib.compress(b"\x00\xff\x00\x00")
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
    )
    path = unit / "成果" / NOTE
    document = Document(str(path))
    document.paragraphs[3].add_run().add_picture(io.BytesIO(png))
    document.add_paragraph().add_run().add_picture(io.BytesIO(png))
    document.save(str(path))
    make_month(unit, "2024-06", steady(6, step=52_000))
    refresh(unit)
    assert len(Document(str(path)).inline_shapes) == 3


def test_a_copy_of_the_folder_without_its_history_keeps_what_was_typed(unit: Path, tmp_path: Path) -> None:
    type_into(unit / "成果" / MONITORING, "I5", "约三十万")
    shutil.copytree(unit, tmp_path / "别处", ignore=shutil.ignore_patterns(".xlperf"))
    refresh(tmp_path / "别处")
    assert Workbook.open(tmp_path / "别处" / "成果" / MONITORING)[SHEET]["I5"].value == "约三十万"
