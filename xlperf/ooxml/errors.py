"""The few ways in which a workbook cannot be read, edited or saved; each says what, where and what to do."""

from __future__ import annotations

from xlperf.errors import FileInUse, UnusableInput, XlperfError


class UnreadableWorkbook(UnusableInput):
    """The file is no workbook that can be edited; the message says what it really is (工作簿无法读取)."""


class EditRefused(XlperfError):
    """An edit would damage the workbook or write what may not be written (不能这样改)."""


class ProtectedCell(EditRefused):
    """The cell may not be written: locked, or part of a pivot table or of a table's header (单元格受保护)."""


class FormulaCell(EditRefused):
    """The cell holds a formula, or shows part of another formula's result (公式单元格)."""


class MergedCell(EditRefused):
    """The cell lies inside a merged range; only its top-left cell holds a value (合并单元格)."""


class ChangedOnDisk(XlperfError):
    """The file that would be replaced is not the one that was read (文件已被改动)."""


class WorkbookInUse(FileInUse):
    """The workbook is open in Excel, WPS or LibreOffice (工作簿正被打开)."""
