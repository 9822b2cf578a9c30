from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.monthly import make_month, make_unit, steady
from xlperf.errors import UnusableInput, WrongUsage
from xlperf.history.exporting import export_history
from xlperf.history.looking import described, differences, refreshes, restored
from xlperf.refresh import MONITORING, refresh

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_unit(tmp_path_factory.mktemp("历史") / "单位", {"2024-04": steady(4), "2024-05": steady(5)})
    refresh(made, month="2024-04")
    refresh(made)
    return made


def test_every_refresh_is_listed(unit: Path) -> None:
    heading, *rows = refreshes(unit)
    assert heading[:2] == ("编号", "期间")
    assert [row[1] for row in rows] == ["2024-04", "2024-05"]


def test_one_refresh_is_described(unit: Path) -> None:
    words = "\n".join(described(unit, "2024-05"))
    assert "执行率 28.85%" in words
    assert "数据/2024-05/执行.xlsx" in words
    assert MONITORING in words


def test_two_months_are_compared_by_kind(unit: Path) -> None:
    kinds = [change.kind.value for change in differences(unit, "2024-04", "2024-05")]
    assert kinds == ["value"]


def test_two_refreshes_of_one_month_show_what_was_restated(tmp_path: Path) -> None:
    made = make_unit(tmp_path / "单位", {"2024-05": steady(5)})
    refresh(made)
    make_month(made, "2024-05", steady(5, step=51_000))
    refresh(made)
    assert [c.kind.value for c in differences(made, "1", "2")] == ["restated"]


def test_results_of_the_time_are_put_beside_the_present_ones(unit: Path) -> None:
    paths = restored(unit, "2024-04")
    assert {p.name for p in paths} >= {MONITORING, "月度执行情况-2024-04.docx"}
    assert all(p.parent.name == "历史-2024-04" for p in paths)
    assert restored(unit, "2024-04") == paths


def test_a_period_that_is_not_there_is_said(unit: Path) -> None:
    with pytest.raises(UnusableInput, match="历史里没有“2024-09”"):
        described(unit, "2024-09")


def test_a_unit_without_history_is_said(tmp_path: Path) -> None:
    made = make_unit(tmp_path / "单位", {})
    with pytest.raises(UnusableInput, match="还没有历史记录"):
        refreshes(made)


def test_the_history_is_exported_as_excel_and_csv(unit: Path, tmp_path: Path) -> None:
    from xlperf.ooxml import Workbook

    (path,) = export_history(unit, tmp_path / "历史.xlsx")
    sheet = Workbook.open(path)["项目执行"].grid()
    assert sheet.text(0, 3) == "项目名称"
    assert sheet.height == 5
    tables = export_history(unit, tmp_path / "历史.csv")
    assert (tmp_path / "历史-变动.csv") in tables
    assert "执行率升" in (tmp_path / "历史-变动.csv").read_text(encoding="utf-8-sig")


def test_only_tables_are_exported(unit: Path) -> None:
    with pytest.raises(WrongUsage, match="只能导出成"):
        export_history(unit, unit / "历史.pdf")
