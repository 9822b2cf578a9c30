"""Build 更新.xlsm with an example state, without Excel, and the pictures of it that docs/ shows.

    python scripts/build_button_workbook.py 更新.xlsm
    python scripts/build_button_workbook.py 更新.xlsm --pictures docs/images

The pictures need LibreOffice (soffice) and pdftoppm.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from xlperf.findings import Finding, Kind, Place, Severity
from xlperf.hosts.button_state import ButtonState, failed_state
from xlperf.hosts.button_workbook import BLOCKED, button_workbook, write_button_workbook
from xlperf.hosts.press import button_command

WHEN: Final = datetime(2024, 6, 3, 9, 12)  # noqa: DTZ001 - the clock on the wall
EXAMPLE: Final = ButtonState(
    unit="示例区政务服务数据管理局",
    action="刷新本月",
    finished=WHEN,
    outcome="刷新本月完成，有 1 条必须修改，见下面的核对意见。",
    lines=(
        ("得分", "99.95 分（满分 100 分）"),
        ("月份", "2024-05"),
        ("预算执行", "执行率 31.20%，序时进度 41.67%，慢 10.47 个百分点"),
        ("低于预警线", "2 个项目：政务服务中心经费、智慧政务指挥中心数据专线经费"),
    ),
    outputs=(("月度执行情况", "成果/月度执行情况.docx"), ("计算底稿", "成果/计算底稿.xlsx")),
    changes=("政务服务中心经费：4 月累计支出由 12.30 万元改为 13.10 万元（数据更正）",),
    findings=(
        Finding(
            "XP401",
            Kind.TWO,
            Severity.ERROR,
            "一般公共预算财政拨款收入 847.43 万元，与收入决算表合计 847.34 万元不一致，相差 0.09 万元",
            Place("数据/决算报表.xls", "Z01 收入支出决算总表(财决01表)", "E12"),
            hint="核对两张表的数据，改好后重新导出",
        ),
        Finding(
            "XP701",
            Kind.PCT,
            Severity.WARNING,
            "政务服务中心经费执行率 24.10%，低于 5 月的预警线 40%",
            Place("数据/2024-05/预算执行.xlsx", "Sheet1", "H7"),
            hint="在填报表里写明原因",
        ),
        Finding("XP301", Kind.SOURCE, Severity.HINT, "固定资产利用率按资产年报的在用数计算", hint="不用处理"),
    ),
)
BARE: Final = replace(EXAMPLE, outputs=(), changes=(), findings=())
PICTURES: Final = {
    "更新-刷新之后": (EXAMPLE, 760),
    "更新-不让启动程序": (replace(BARE, outcome=BLOCKED), 480),
    "更新-没有做成": (
        failed_state("refresh", "文件夹里没有认出官方评分表。把财政部门下发的评分表放进单位文件夹，不要改表头。", WHEN),
        370,
    ),
}
"""File name, state, and how many pixels of the page are shown."""


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", type=Path, help="where to write 更新.xlsm")
    parser.add_argument("--pictures", type=Path, help="folder for the pictures of the documentation")
    arguments = parser.parse_args()
    write_button_workbook(arguments.target, EXAMPLE, button_command())
    print(arguments.target)
    if arguments.pictures:
        for name, (state, height) in PICTURES.items():
            print(take_picture(state, arguments.pictures / name, height))


def take_picture(state: ButtonState, target: Path, height: int) -> Path:
    """Print the workbook in LibreOffice and keep the upper part of the page as a PNG picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workbook = folder / "picture.xlsm"
        workbook.write_bytes(with_buttons_on_paper(button_workbook(state, "")))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", name, str(workbook)]
        subprocess.run(convert, check=True, capture_output=True)
        crop = ["-x", "60", "-y", "60", "-W", "1050", "-H", str(height)]
        page = ["-r", "100", "-png", "-singlefile", "-f", "1"]
        subprocess.run(["pdftoppm", *page, *crop, str(workbook.with_suffix(".pdf")), str(target)], check=True)
    return target.with_suffix(".png")


def with_buttons_on_paper(workbook: bytes) -> bytes:
    """Let the buttons be printed, which Excel's own setting leaves out."""
    printed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(printed, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            target.writestr(entry, content.replace(b"<x:PrintObject>False</x:PrintObject>", b""))
    return printed.getvalue()


if __name__ == "__main__":
    main()
