"""Findings of the relations between figures and tables (XP4xx, 勾稽关系)."""

from __future__ import annotations

from typing import Final

from xlperf.findings import Code, Kind, Severity

RELATION: Final = Code(
    "XP401", Kind.SUM, Severity.ERROR, "勾稽关系不成立",
    "“{subject}”不成立：{words}，相差 {difference} 元。",
    "核对列出的各个单元格；数本身没错的，写明原因。",
)  # fmt: skip
ROUNDING: Final = Code(
    "XP402", Kind.ROUND, Severity.HINT, "尾差",
    "“{subject}”有尾差 {difference} 元，可能是四舍五入或舍位造成的。",
    "一般不用改；若要完全相等，调整末位。",
)  # fmt: skip
ROWS_DO_NOT_ADD_UP: Final = Code(
    "XP403", Kind.SUM, Severity.ERROR, "分项之和不等于合计",
    "{table}“{column}”：“{subject}”是 {actual}，各分项之和是 {expected}，相差 {difference} 元。",
    "核对合计和每一个分项。",
)  # fmt: skip
COLUMNS_DO_NOT_ADD_UP: Final = Code(
    "XP404", Kind.SUM, Severity.ERROR, "各栏之和不等于合计栏",
    "{table}“{row}”：“{subject}”是 {actual}，各栏之和是 {expected}，相差 {difference} 元。",
    "核对合计栏和每一栏。",
)  # fmt: skip
CODES_DO_NOT_ADD_UP: Final = Code(
    "XP405", Kind.SUM, Severity.ERROR, "类、款、项对不上",
    "{table}“{column}”：{subject}是 {actual}，下级科目之和是 {expected}，相差 {difference} 元。",
    "类等于各款之和，款等于各项之和；核对下级科目是否漏列或重列。",
)  # fmt: skip
TABLES_DIFFER: Final = Code(
    "XP406", Kind.TWO, Severity.ERROR, "两张表的同一个数不同",
    "“{subject}”在{first}是 {expected}，在{second}是 {actual}，相差 {difference} 元。",
    "核对哪一张表的数是对的。",
)  # fmt: skip
NOT_CHECKED: Final = Code(
    "XP407", Kind.EMPTY, Severity.HINT, "有关系没有核对",
    "因缺数没有核对：{subject}。",
    "补齐缺的表或数后会自动核对。",
)  # fmt: skip
CHECK_FAILED: Final = Code(
    "XP408", Kind.SOURCE, Severity.WARNING, "核对时出错",
    "核对“{subject}”时程序出错（{reason}），这一项没有核对。",
    "其余各项已照常核对；请把这句话和表一并反馈。",
)  # fmt: skip
MIXED_UNITS: Final = Code(
    "XP409", Kind.UNIT, Severity.HINT, "各表金额单位不一",
    "各表的金额单位不一：{subject}。已统一换算。",
    "核对换算后的数；报送时最好统一单位。",
)  # fmt: skip
MORE: Final = Code(
    "XP410", Kind.SUM, Severity.WARNING, "同类问题还有",
    "{subject}还有 {count} 处同类问题没有逐一列出。",
    "先改正已列出的，再运行一次。",
)  # fmt: skip
