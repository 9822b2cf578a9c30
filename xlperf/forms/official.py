"""The official scoring workbook of the unit (官方评分表): which of all sheets it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from xlperf.findings import Place
from xlperf.forms import catalogue
from xlperf.forms.matching import share_matched
from xlperf.source.scoring_sheet import scoring_sheets
from xlperf.source.scoring_words import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlperf.findings import Finding
    from xlperf.scheme.model import Scheme
    from xlperf.source.grid import Grid
    from xlperf.source.scoring_sheet import ScoringSheet

LEAST_SHARE: Final = 0.3
"""Share of the scheme's indicators that a sheet must name to be its form."""
EDITABLE: Final = (".xlsx", ".xlsm")
AS_GOOD: Final = 0.8
"""A second sheet with this share of the best one's indicators fits as well."""


@dataclass(frozen=True, slots=True)
class OfficialForm:
    """The sheet to fill, or why there is none."""

    sheet: ScoringSheet | None
    findings: tuple[Finding, ...] = ()
    others: tuple[ScoringSheet, ...] = ()
    """Scoring sheets that are not the form of this scheme: project tables, other years."""


def find_scoring_sheet(grids: Iterable[Grid], scheme: Scheme | None = None) -> OfficialForm:
    """Find the official scoring sheet among all sheets that were read.

    Without a scheme the sheet with the most indicators is taken. Two that fit equally well are a finding.
    """
    sheets = scoring_sheets(grids)
    ranked = sorted(
        ((_worth(sheet, scheme), at, sheet) for at, sheet in enumerate(sheets)), key=lambda entry: (-entry[0], entry[1])
    )
    fitting = [(worth, sheet) for worth, _, sheet in ranked if scheme is None or worth >= LEAST_SHARE]
    if not fitting:
        return OfficialForm(None, (catalogue.NO_FORM.finding(),), sheets)
    best = fitting[0][0]
    equal = _preferred([sheet for worth, sheet in fitting if worth >= best * AS_GOOD])
    if len(equal) > 1:
        return OfficialForm(None, (_two(equal),), sheets)
    chosen = equal[0]
    place = Place(file=chosen.grid.file, sheet=chosen.grid.sheet)
    hidden = (catalogue.HIDDEN_FORM.finding(place=place, sheet=chosen.grid.sheet),) if chosen.grid.hidden else ()
    return OfficialForm(chosen, hidden, tuple(sheet for sheet in sheets if sheet is not chosen))


def _worth(sheet: ScoringSheet, scheme: Scheme | None) -> float:
    return share_matched(sheet, scheme) if scheme else float(len(sheet.leaves))


def _preferred(sheets: Sequence[ScoringSheet]) -> list[ScoringSheet]:
    """Narrow sheets that fit equally: with a place for scores, then shown, then saved anew as .xlsx."""
    narrowed = [sheet for sheet in sheets if sheet.has(Role.SCORE)] or list(sheets)
    narrowed = [sheet for sheet in narrowed if not sheet.grid.hidden] or narrowed
    files = {PurePosixPath(sheet.grid.file) for sheet in narrowed}
    saved_anew = [sheet for sheet in narrowed if sheet.grid.file.lower().endswith(EDITABLE)]
    same_name = len({file.with_suffix("") for file in files}) == 1
    return saved_anew if same_name and len(files) > 1 and saved_anew else narrowed


def _two(sheets: Sequence[ScoringSheet]) -> Finding:
    places = tuple(Place(file=sheet.grid.file, sheet=sheet.grid.sheet) for sheet in sheets)
    return catalogue.TWO_FORMS.finding(places=places, count=len(sheets), sheets="、".join(map(str, places)))
