"""The order in which the schema wants the parts of a worksheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xlperf.ooxml.markup import Element

_WORKSHEET: Final = (  # noqa: SIM905 - read against the schema more easily so
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting "
    "dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties "
    "cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls "
    "webPublishItems tableParts extLst"
).split()


def insert_in_order(root: Element, name: str, markup: str) -> None:
    """Add an element to a worksheet where the schema wants it."""
    before = set(_WORKSHEET[: _WORKSHEET.index(name) + 1])
    earlier = [child for child in root.children if child.name in before]
    if earlier:
        earlier[-1].insert_after(markup.encode())
    else:
        root.append(markup.encode())
