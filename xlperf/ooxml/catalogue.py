"""What the editor has to say about an edit that it made."""

from __future__ import annotations

from typing import Final

from xlperf.findings import Code, Kind, Severity

SIGNATURE_INVALID: Final = Code(
    "XP590",
    Kind.SOURCE,
    Severity.WARNING,
    "数字签名失效",
    "{file}有数字签名，改动后签名即失效",
    "改好后请签名人在 Excel 里重新签名，或改一份没有签名的工作簿",
)
NOT_IN_LIST: Final = Code(
    "XP591",
    Kind.WORD,
    Severity.WARNING,
    "不在下拉选项里",
    "{cell}只接受下拉选项（{choices}），写入的“{actual}”不在其中",
    "改为选项之一，或请制表单位修改下拉选项",
)
LEFT_TO_EXCEL: Final = Code(
    "XP592",
    Kind.SOURCE,
    Severity.HINT,
    "有公式留给 Excel 计算",
    "有 {count} 个公式的结果没有更新（如 {cell}：{reason}），打开时由 Excel 重新计算",
    "在 Excel 或 WPS 里打开并保存一次，即可得到最新结果",
)
