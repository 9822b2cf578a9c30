"""What can be wrong at the doors: writing into an open workbook, the button, the watched folder."""

from __future__ import annotations

from typing import Final

from xlperf.findings import Code, Kind, Severity

NO_SHEET: Final = Code(
    "XP851",
    Kind.SOURCE,
    Severity.ERROR,
    "工作簿里没有这张表",
    "工作簿里没有工作表“{sheet}”，“{cell}”没有写",
    "看看工作表是不是改了名或被删除；改回来，或者重新识别评分表后再写",
)
FORMULA_CELL: Final = Code(
    "XP852",
    Kind.SOURCE,
    Severity.WARNING,
    "单元格里是公式",
    "{where} 里是公式“{quote}”，没有覆盖；算出的新值是“{expected}”",
    "公式算得对就不用管；要改用算出的值，先在表里删掉公式",
)
LOCKED_CELL: Final = Code(
    "XP853",
    Kind.SOURCE,
    Severity.ERROR,
    "单元格被锁定",
    "{where} 所在的工作表受保护，这个单元格被锁定，没有写；算出的新值是“{expected}”",
    "请发表的单位给出可填的版本，或者撤销工作表保护后再写",
)
INSIDE_MERGE: Final = Code(
    "XP854",
    Kind.SOURCE,
    Severity.ERROR,
    "单元格在合并区域里",
    "{where} 在合并区域里，值只能写在左上角 {anchor}，没有写",
    "把要写的位置改为左上角的单元格，或者取消合并",
)
CHANGED_BY_HAND: Final = Code(
    "XP855",
    Kind.TWO,
    Severity.WARNING,
    "人工改过的单元格",
    "{where} 有人改过：上次写入“{before}”，现在是“{actual}”，算出的新值是“{expected}”；保留人工的值",
    "要用新值，在填报表的“采用新值/保留”里选“采用新值”，再刷新",
)
NOT_WRITTEN: Final = Code(
    "XP856",
    Kind.SOURCE,
    Severity.ERROR,
    "没能写入",
    "{where} 没能写入：{reason}",
    "按提示处理后再做一次；其余单元格已经写好",
)
