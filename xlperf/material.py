"""What there is to work with (材料): the tables, the official form, the scheme and the answers of one unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.findings import Place
from xlperf.forms.matching import match_indicators
from xlperf.forms.official import find_scoring_sheet
from xlperf.forms.questionnaire import read_answers
from xlperf.forms.questionnaire.layout import PROJECT_SHEETS
from xlperf.outputs import digest, is_open_elsewhere
from xlperf.scheme.at_hand import Adapted, Rows, adapt
from xlperf.scheme.catalogue import SCHEME_GUESSED, SCHEME_UNKNOWN
from xlperf.scheme.store import load_scheme, recognise_scheme
from xlperf.source.catalogue import STILL_OPEN
from xlperf.source.collecting import collect_facts
from xlperf.source.files import SourceFile, read_files
from xlperf.source.locating import locate_tables
from xlperf.source.project_form import read_project_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlperf.answers import Answers
    from xlperf.facts import Fact
    from xlperf.findings import Finding
    from xlperf.forms.questionnaire.sheets import OpenedQuestionnaire
    from xlperf.projects.work import ProjectWork
    from xlperf.scheme.model import Scheme
    from xlperf.source.grid import Grid
    from xlperf.source.locating import LocatedTables
    from xlperf.source.scoring_sheet import ScoringSheet
    from xlperf.unit import Unit

FIRST_ROWS: Final = 2
"""Rows of a sheet of the questionnaire that say what to fill in."""
OWN_SCHEME: Final = "指标体系"
"""Folder in which an officer's own scheme lies, if there is one."""
USUAL_SCHEME: Final = "gd-district-2023"
LEAST_FIT: Final = 0.5
"""Share of indicator names that a workbook must have in common with a scheme to be taken for it."""


@dataclass(frozen=True, slots=True)
class Material:
    """All that was read for one unit and year."""

    unit: Unit
    unit_name: str
    period: str
    scheme: Scheme
    grids: tuple[Grid, ...]
    located: LocatedTables
    facts: Mapping[str, Fact]
    form: ScoringSheet | None
    answers: Answers
    findings: tuple[Finding, ...]
    questionnaire: OpenedQuestionnaire | None = None
    """填报表.xlsx as it stands there, for what is not about the department: funds and targets of projects."""
    project_forms: bool = False
    """Whether a project self-evaluation form lies in the folder."""
    projects: ProjectWork | None = None
    """The projects, scored; None where they are not self-evaluated one by one."""

    @property
    def may_have_projects(self) -> bool:
        """Say, without reading more, whether projects may have to be self-evaluated one by one."""
        sheets = self.questionnaire.grids if self.questionnaire else ()
        names = {spec.name for spec in PROJECT_SHEETS}
        return self.project_forms or any(grid.sheet.strip() in names and grid.height > FIRST_ROWS for grid in sheets)

    @property
    def hashes(self) -> dict[str, str]:
        """The sha256 of every file that was read."""
        answered = self.unit.questionnaire
        own = {self.unit.relative(answered): digest(answered.read_bytes())} if answered.is_file() else {}
        return {grid.file: grid.sha256 for grid in self.grids} | own

    @property
    def form_fields(self) -> dict[str, str]:
        """What goes into the fields around the official table: unit, date, person, phone."""
        keys = {"date": "填报日期", "person": "填报人", "phone": "联系电话"}
        answered = {field: self.answers.texts[key] for field, key in keys.items() if self.answers.texts.get(key)}
        return {"unit": self.unit_name, **answered}


def gather(unit: Unit, scheme_id: str = "") -> Material:
    """Read everything in the folder.

    Args:
        unit: The folder.
        scheme_id: Id or path of the scheme; else that of 单位.toml, else the one that the official workbook fits.

    Raises:
        XlperfError: the scheme cannot be used.
    """
    files = [SourceFile(unit.relative(path), path) for path in unit.received()]
    read = read_files(files)
    of_department = [grid for grid in read.grids if read_project_form(grid) is None]
    scheme, guessed = _scheme(scheme_id or unit.scheme, unit, of_department)
    form = find_scoring_sheet(of_department, scheme)
    scoring = [sheet.grid for sheet in (form.sheet, *form.others) if sheet]
    tables = [grid for grid in of_department if grid not in scoring]
    located = locate_tables(tables, scheme.tables, year=unit.year, unit_name=unit.name)
    year = unit.year or located.year or scheme.year
    facts = collect_facts(located, scheme, year)
    adapted = _adapted(scheme, form.sheet)
    scheme = adapted.scheme
    answers = read_answers(unit.questionnaire, scheme)
    return Material(
        unit=unit,
        unit_name=unit.name or located.unit_name,
        period=str(year),
        scheme=scheme,
        grids=read.grids,
        located=located,
        facts=facts.facts,
        form=form.sheet,
        answers=answers.answers,
        findings=(
            *_open_elsewhere(unit),
            *read.findings,
            *guessed,
            *form.findings,
            *adapted.findings,
            *located.findings,
            *facts.findings,
            *answers.findings,
        ),
        questionnaire=answers.opened,
        project_forms=len(of_department) < len(read.grids),
    )


def _open_elsewhere(unit: Unit) -> Iterator[Finding]:
    """Tell of files that are open in Excel, WPS or LibreOffice: what is not saved yet cannot be read."""
    for path in (unit.questionnaire, *unit.received()):
        if is_open_elsewhere(path):
            name = unit.relative(path)
            yield STILL_OPEN.finding(place=Place(file=name), subject=name, file=name)


def _adapted(scheme: Scheme, form: ScoringSheet | None) -> Adapted:
    """Fit the scheme to the official workbook in the folder, which outranks it."""
    if form is None:
        return Adapted(scheme, ())
    matches = match_indicators(form, scheme)
    return adapt(scheme, form, Rows(matches.rows, matches.missing, matches.spare))


def _scheme(named: str, unit: Unit, grids: Sequence[Grid]) -> tuple[Scheme, tuple[Finding, ...]]:
    """Load the scheme that was named, or the one whose indicators the official workbook lists."""
    drafted = unit.root / OWN_SCHEME / "scheme.yaml"
    if named:
        own = unit.root / named
        return load_scheme(own if own.exists() else named), ()
    if drafted.is_file():
        return load_scheme(drafted), ()
    form = find_scoring_sheet(grids).sheet
    fits = recognise_scheme(leaf.name for leaf in form.leaves) if form else ()
    scheme = load_scheme(fits[0].id if fits else USUAL_SCHEME)
    if form is None:
        return scheme, (SCHEME_GUESSED.finding(subject=scheme.id, title=scheme.title),)
    share = fits[0].share if fits else 0.0
    if share < LEAST_FIT:
        return scheme, (SCHEME_UNKNOWN.finding(subject=scheme.id, title=scheme.title, share=f"{share:.0%}"),)
    return scheme, ()
