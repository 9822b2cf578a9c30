"""What was dropped on a launcher."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xlperf.errors import UnusableInput
from xlperf.hosts.dropped import folders_for, take_in

if TYPE_CHECKING:
    from pathlib import Path


def test_a_dropped_export_is_copied_into_the_data_and_never_over_another(unit_folder: Path, tmp_path: Path) -> None:
    export = tmp_path / "执行.xls"
    export.write_bytes(b"one")
    assert take_in(unit_folder, export) == unit_folder / "数据" / "执行.xls"
    assert take_in(unit_folder, export) == unit_folder / "数据" / "执行.xls", "the same file once more"
    export.write_bytes(b"two")
    assert take_in(unit_folder, export) == unit_folder / "数据" / "执行（2）.xls"
    export.write_bytes(b"three")
    assert take_in(unit_folder, export) == unit_folder / "数据" / "执行（3）.xls"
    assert (unit_folder / "数据" / "执行.xls").read_bytes() == b"one"


def test_what_is_no_workbook_is_not_taken_in(unit_folder: Path, tmp_path: Path) -> None:
    picture = tmp_path / "照片.png"
    picture.touch()
    with pytest.raises(UnusableInput, match="不是表格文件"):
        take_in(unit_folder, picture)


def test_what_was_dropped_decides_for_which_units_to_run(unit_folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "另一个 单位"
    (other / "数据").mkdir(parents=True)
    (other / "单位.toml").touch()
    (other / "数据" / "表.xls").touch()
    own = unit_folder / "数据" / "自己的.xls"
    own.touch()
    stray = tmp_path / "下载.xls"
    stray.write_bytes(b"x")
    assert folders_for([], unit_folder) == [unit_folder]
    assert folders_for([other], unit_folder) == [other]
    assert folders_for([other / "数据" / "表.xls"], unit_folder) == [other]
    assert folders_for([own, stray], unit_folder) == [unit_folder]
    assert (unit_folder / "数据" / "下载.xls").exists()
    assert not (unit_folder / "数据" / "自己的（2）.xls").exists()
    with pytest.raises(UnusableInput, match="没有了"):
        folders_for([tmp_path / "没有了"], unit_folder)
