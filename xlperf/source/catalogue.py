"""Findings of reading (XP1xx): files that cannot be read, tables and figures that cannot be found."""

from __future__ import annotations

from typing import Final

from xlperf.findings import Code, Kind, Severity

NO_WORKBOOK: Final = Code(
    "XP100", Kind.SOURCE, Severity.ERROR, "没有数据文件",
    "没有读到任何决算表。",
    "把部门决算报表（.xls、.xlsx、.et、.ods 均可）放进“数据”文件夹再运行。",
)  # fmt: skip
MISSING_TABLE: Final = Code(
    "XP101", Kind.SOURCE, Severity.ERROR, "找不到表",
    "找不到{subject}，取不到：{facts}。",
    "把含有这张表的决算报表放进“数据”文件夹；表名改过的，请改回原名。",
)  # fmt: skip
MISSING_ROW: Final = Code(
    "XP102", Kind.EMPTY, Severity.ERROR, "表中没有这一行",
    "{table}中没有“{row}”这一行，取不到{subject}。",
    "核对导出的表是否完整；行名写法不同的，在指标体系里补上别名。",
)  # fmt: skip
MISSING_COLUMN: Final = Code(
    "XP103", Kind.EMPTY, Severity.ERROR, "表中没有这一栏",
    "{table}的“{row}”没有“{column}”这一栏，取不到{subject}。",
    "核对导出的表是否完整；栏目写法不同的，在指标体系里补上别名。",
)  # fmt: skip
BLANK_CELL: Final = Code(
    "XP104", Kind.EMPTY, Severity.ERROR, "单元格空着",
    "{table}“{row}”的“{column}”{state}，取不到{subject}。",
    "补填这个数；确实没有的，填 0。",
)  # fmt: skip
ERROR_VALUE: Final = Code(
    "XP105", Kind.EMPTY, Severity.ERROR, "单元格是错误值",
    "{table}“{row}”的“{column}”显示 {quote}，不能取数。",
    "打开原表改正公式，或重新导出；“公式未计算”的，用 Excel 或 WPS 打开后另存一次。",
)  # fmt: skip
NOT_A_NUMBER: Final = Code(
    "XP106", Kind.EMPTY, Severity.ERROR, "应填数字处不是数字",
    "{table}“{row}”的“{column}”填的是“{quote}”，不是一个数。",
    "改成一个数；说明文字写到备注里。",
)  # fmt: skip
NEAR_MISS: Final = Code(
    "XP107", Kind.LABEL, Severity.ERROR, "行名或栏名相近",
    "{table}中没有“{expected}”，有相近的“{actual}”，没有自动采用，取不到{subject}。",
    "若就是这一项，请改成标准写法，或在指标体系里补上别名。",
)  # fmt: skip
DIFFERENT_COPIES: Final = Code(
    "XP108", Kind.TWO, Severity.ERROR, "同一张表有两份且数不同",
    "{subject}在{first}是 {expected}，在{second}是 {actual}。",
    "只留下最终定稿的那一份。",
)  # fmt: skip
WRONG_YEAR: Final = Code(
    "XP109", Kind.YEAR, Severity.ERROR, "年度不对",
    "{table}是 {actual} 年度的，不是 {expected} 年度的，没有采用。",
    "换成本年度的决算报表；若年度写错，请在原表改正。",
)  # fmt: skip
OTHER_ENTITY: Final = Code(
    "XP110", Kind.TWO, Severity.ERROR, "编制单位不同",
    "{table}的编制单位是“{actual}”，不是“{expected}”。",
    "核对是否放错了别的单位的表；单位改过名的，写明情况。",
)  # fmt: skip
GUESSED_UNIT: Final = Code(
    "XP111", Kind.UNIT, Severity.WARNING, "没有写明金额单位",
    "{table}没有写明金额单位，按“{actual}”读取（依据：{reason}）。",
    "在表头写上“金额单位：元”或“金额单位：万元”。",
)  # fmt: skip
RECOGNISED_BY_LABELS: Final = Code(
    "XP112", Kind.LABEL, Severity.HINT, "凭行名认出的表",
    "这张表没有标准表名，按{reason}认作{subject}。",
    "若认错了，请在表的上方写上标准表名。",
)  # fmt: skip
HIDDEN_SHEET: Final = Code(
    "XP113", Kind.SOURCE, Severity.HINT, "读的是隐藏的工作表",
    "{table}在隐藏的工作表“{sheet}”里，已照常读取。",
    "确认隐藏的是要用的那一份。",
)  # fmt: skip
AMBIGUOUS: Final = Code(
    "XP114", Kind.TWO, Severity.WARNING, "同名的行或栏有多个且数不同",
    "{table}有多处“{row}”，数不相同（{actual}），{subject}取了 {expected}。",
    "核对取的是否是要用的那一处。",
)  # fmt: skip
NEGATIVE: Final = Code(
    "XP115", Kind.SUM, Severity.WARNING, "金额为负",
    "{table}“{row}”的“{column}”是负数 {quote}。",
    "核对正负号；确为负数的，写明原因。",
)  # fmt: skip
CONFLICTING_UNITS: Final = Code(
    "XP116", Kind.UNIT, Severity.WARNING, "金额单位写法不一",
    "{table}既写“{expected}”又写“{actual}”，按“{expected}”读取。",
    "把表头的金额单位统一。",
)  # fmt: skip
UNCHECKED_LAYOUT: Final = Code(
    "XP117", Kind.LABEL, Severity.ERROR, "认得表名但看不懂表样",
    "认出了{table}，但找不到它的表头（项目、行次、决算数等栏名）。",
    "核对表头是否被删除，或重新导出。",
)  # fmt: skip
SIMILAR_TITLE: Final = Code(
    "XP118", Kind.LABEL, Severity.WARNING, "表名相近",
    "没有“{expected}”，有表名相近的“{actual}”，没有自动采用。",
    "若就是这张表，请改成标准表名。",
)  # fmt: skip
PASSWORD: Final = Code(
    "XP120", Kind.SOURCE, Severity.ERROR, "文件有密码",
    "“{file}”有打开密码，读不了。",
    "用 Excel 或 WPS 打开，取消密码后另存再放进来。",
)  # fmt: skip
WEB_PAGE: Final = Code(
    "XP121", Kind.SOURCE, Severity.ERROR, "其实是网页",
    "“{file}”其实是网页文件（HTML），只是名字像表格，读不了。",
    "用 Excel 或 WPS 打开，另存为 .xlsx 再放进来。",
)  # fmt: skip
PLAIN_TEXT: Final = Code(
    "XP122", Kind.SOURCE, Severity.ERROR, "其实是文本",
    "“{file}”其实是文本文件（如 CSV），不是工作簿，读不了。",
    "用 Excel 或 WPS 打开，另存为 .xlsx 再放进来。",
)  # fmt: skip
BROKEN_FILE: Final = Code(
    "XP123", Kind.SOURCE, Severity.ERROR, "文件不完整",
    "“{file}”不完整或已损坏，读不了。",
    "重新导出或重新下载；能用 Excel 打开的，另存一份再放进来。",
)  # fmt: skip
WORD_FILE: Final = Code(
    "XP124", Kind.SOURCE, Severity.ERROR, "其实是 Word 文件",
    "“{file}”是文字文档（Word），不是表格，读不了。",
    "把里面的表放进 Excel 工作簿再放进来。",
)  # fmt: skip
PDF_FILE: Final = Code(
    "XP125", Kind.SOURCE, Severity.ERROR, "其实是 PDF",
    "“{file}”是 PDF，不是表格，读不了。",
    "从决算软件导出 .xls 或 .xlsx 再放进来。",
)  # fmt: skip
EMPTY_FILE: Final = Code(
    "XP126", Kind.SOURCE, Severity.ERROR, "文件是空的",
    "“{file}”是空文件。",
    "重新导出或重新下载。",
)  # fmt: skip
NOT_A_WORKBOOK: Final = Code(
    "XP127", Kind.SOURCE, Severity.ERROR, "不是表格文件",
    "“{file}”不是表格文件（可能是图片、压缩包或别的格式），没有读。",
    "压缩包请先解开；别的格式请换成 .xls 或 .xlsx。",
)  # fmt: skip
TOO_LARGE: Final = Code(
    "XP128", Kind.SOURCE, Severity.ERROR, "文件过大",
    "“{file}”过大，或有单元格落在极远处，没有读。",
    "打开后删去表外的空行空列，或重新导出。",
)  # fmt: skip
CANNOT_OPEN: Final = Code(
    "XP129", Kind.SOURCE, Severity.ERROR, "文件打不开",
    "“{file}”打不开：{reason}。",
    "关闭正在使用它的程序，确认有读取权限。",
)  # fmt: skip
OLD_EXCEL: Final = Code(
    "XP130", Kind.SOURCE, Severity.ERROR, "太旧的表格格式",
    "“{file}”是很旧的 Excel 格式（95 版或更早），读不了。",
    "用 Excel 或 WPS 打开，另存为 .xlsx 再放进来。",
)  # fmt: skip
XML_SHEET: Final = Code(
    "XP131", Kind.SOURCE, Severity.ERROR, "其实是 XML 表格",
    "“{file}”其实是 XML 电子表格（2003 版），读不了。",
    "用 Excel 或 WPS 打开，另存为 .xlsx 再放进来。",
)  # fmt: skip
NO_CONTENT: Final = Code(
    "XP132", Kind.SOURCE, Severity.WARNING, "工作簿里没有内容",
    "“{file}”打得开，但每张工作表都是空的。",
    "重新导出。",
)  # fmt: skip
STILL_OPEN: Final = Code(
    "XP133", Kind.SOURCE, Severity.HINT, "文件正打开着",
    "“{file}”正在别的程序中打开，没有保存的改动读不到。",
    "有改动的，保存并关闭后再运行一次。",
)  # fmt: skip
