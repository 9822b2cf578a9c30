"""A whole scheme as the sheets of 指标体系.xlsx, and back: its own words, and for reference what it builds on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.errors import UnusableInput
from xlperf.findings import Place, Severity
from xlperf.scheme.catalogue import BAD_VALUE, INHERITED_CHANGED, NAMELESS_ROW
from xlperf.scheme.excel.examples import example_rows, examples_of
from xlperf.scheme.excel.indicators import CHANGES, ID, PARENT, Rows, indicator_entries, indicator_rows
from xlperf.scheme.excel.layout import (
    ABOUT,
    ABOUT_ROWS,
    CHANGED,
    EXAMPLES,
    GRADES,
    HOW,
    INDICATORS,
    INHERITED,
    NAMED,
    REMOVED,
    RULES,
    SHEETS,
    Sheet,
)
from xlperf.scheme.excel.named import grade_rows, grades, named_rows, named_section
from xlperf.scheme.excel.rows import Row, Unwritten, is_empty, twice, word
from xlperf.scheme.nodes import Fields, Items, Node, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xlperf.findings import Finding

_BY_SHEETS: Final = frozenset({"指标", "等级", *CHANGES, *(sheet.key for sheet in NAMED)})


@dataclass(frozen=True, slots=True)
class SchemeBook:
    """What a workbook says: a scheme's own tree, its examples, and what could not be read."""

    tree: Fields
    examples: Items | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that must be mended before anything is made of it."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


def scheme_workbook(own: Fields, base: Fields | None = None, examples: Items | None = None) -> bytes:
    """Make 指标体系.xlsx of a scheme's own tree; what it has from ``base`` stands there for reference.

    Raises:
        UnusableInput: something in it has no place in the workbook; nothing is left out in silence.
    """
    from xlperf.scheme.excel.writing import written_workbook

    return written_workbook(
        scheme_rows(own, base, examples), word(own.get("名称")), extends=not is_empty(own.get("沿用"))
    )


def read_scheme_workbook(data: bytes, name: str, base_of: Callable[[str], Fields | None]) -> SchemeBook:
    """Read 指标体系.xlsx; ``base_of`` gives the whole tree of the scheme that it builds on.

    Raises:
        UnusableInput: it is no workbook, or none of a scheme.
    """
    from xlperf.scheme.excel.reading import read_rows

    rows, findings = read_rows(data, name)
    book = scheme_of(rows, base_of, Place(name))
    return SchemeBook(book.tree, book.examples, (*findings, *book.findings))


def scheme_rows(own: Fields, base: Fields | None = None, examples: Items | None = None) -> dict[str, list[Row]]:
    """Lay a scheme out in rows by sheet. Raises UnusableInput where something has no column."""
    unwritten = Unwritten()
    rows = _tree_rows(own, base, unwritten)
    rows[EXAMPLES.name] = example_rows(examples, unwritten)
    if unwritten.places:
        parts = "；".join(dict.fromkeys(unwritten.places))
        raise UnusableInput(f"这些内容在工作簿里没有地方写：{parts}。请在 scheme.yaml 里改这个指标体系")
    return rows


def _tree_rows(own: Fields, base: Fields | None, unwritten: Unwritten) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {ABOUT.name: _about_rows(own, unwritten)}
    for sheet in NAMED:
        section = own.get(sheet.key)
        shown = [] if is_empty(section) and section is not None else _inherited_rows(sheet, section, base, unwritten)
        rows[sheet.name] = [*shown, *named_rows(sheet, section, unwritten)]
    tree: Rows = indicator_rows(own, base, unwritten)
    rows[INDICATORS.name], rows[RULES.name] = tree.indicators, tree.rules
    rows[GRADES.name] = grade_rows(own.get("等级"), unwritten)
    return rows


def _about_rows(own: Fields, unwritten: Unwritten) -> list[Row]:
    texts = {name: note for name, note, _ in ABOUT_ROWS}
    written = {key: node for key, node in own if key not in _BY_SHEETS or is_empty(node)}
    rows: list[Row] = []
    for name in dict.fromkeys((*texts, *written)):
        node = written.get(name)
        if node is not None and not isinstance(node, Text):
            unwritten.note(f"“{name}”")
        content = {} if node is None else {"内容": Text(word(node) or REMOVED)}
        note = {"填写说明": Text(texts[name])} if name in texts else {}
        rows.append({"项目": Text(name), **content, **note})
    return rows


def _inherited_rows(sheet: Sheet, section: Node | None, base: Fields | None, unwritten: Unwritten) -> list[Row]:
    """Show what comes from the base and is not written anew."""
    below = base.get(sheet.key) if base is not None else None
    if not isinstance(below, Fields):
        return []
    own = section.entries if isinstance(section, Fields) else {}
    rest = Fields({name: node for name, node in below if name not in own and not is_empty(node)})
    return [{HOW: Text(INHERITED), **row} for row in named_rows(sheet, rest, unwritten)]


def scheme_of(
    rows: Mapping[str, list[Row]], base_of: Callable[[str], Fields | None], place: Place | None = None
) -> SchemeBook:
    """Read a scheme from its rows by sheet."""
    findings: list[Finding] = []
    place = place or Place()
    entries, keys = _about(rows.get(ABOUT.name, []), findings)
    base = base_of(word(entries.get("沿用"))) if not is_empty(entries.get("沿用")) else None
    _check_reference(rows, base, word(entries.get("沿用")), findings)
    found: dict[str, Node | None] = {}
    for sheet in NAMED:
        found[sheet.key] = named_section(sheet, rows.get(sheet.name, []), findings)
    inherited = frozenset(word(row.get(ID)) for row in rows.get(INDICATORS.name, []) if word(row.get(HOW)) == INHERITED)
    tree = indicator_entries(rows.get(INDICATORS.name, []), rows.get(RULES.name, []), inherited, findings)
    found |= tree
    found["等级"] = grades(rows.get(GRADES.name, []), findings)
    for key, node in found.items():
        if node is not None and key in entries:
            findings.append(twice(Text(key, node.place), keys[key], ABOUT.name))
        elif node is not None:
            entries[key], keys[key] = node, node.place
    examples = examples_of(rows.get(EXAMPLES.name, []), findings)
    findings += _faulty_rows(rows)
    first = rows.get(ABOUT.name, [{}])
    place = next((cell.place for row in first for cell in row.values()), place)
    return SchemeBook(Fields(entries, keys, place), examples, tuple(findings))


def _about(rows: list[Row], findings: list[Finding]) -> tuple[dict[str, Node], dict[str, Place]]:
    entries: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    for row in rows:
        name, content = row.get("项目"), row.get("内容")
        if name is None or content is None:
            continue
        if name.value in entries:
            findings.append(twice(name, keys[name.value], ABOUT.name))
            continue
        entries[name.value] = Text("" if content.value == REMOVED else content.value, content.place)
        keys[name.value] = name.place
    return entries, keys


def _faulty_rows(rows: Mapping[str, list[Row]]) -> list[Finding]:
    """Find rows without a name, and words in 做法 that mean nothing."""
    findings = []
    for sheet in SHEETS:
        how = sheet.headings.get(HOW)
        for row in rows.get(sheet.name, []):
            cell = row.get(HOW)
            if cell is not None and how is not None and cell.value not in how.choices:
                wanted = f"只能留空，或写：{'、'.join(how.choices)}"
                where = f"“{sheet.name}”"
                findings.append(
                    BAD_VALUE.finding(place=cell.place, where=where, key=HOW, quote=cell.value, wanted=wanted)
                )
            if sheet.name_column not in row and sheet not in {RULES, EXAMPLES}:
                spot = next(iter(row.values())).place
                findings.append(NAMELESS_ROW.finding(place=spot, sheet=sheet.name, heading=sheet.name_column))
    return findings


def _check_reference(
    rows: Mapping[str, list[Row]], base: Fields | None, base_name: str, findings: list[Finding]
) -> None:
    """See that rows shown for reference still say what the base says: a change there would be lost in silence."""
    expected = _tree_rows(Fields({}), base, Unwritten()) if base is not None else {}
    for sheet in (*NAMED, INDICATORS):
        theirs = _by_name(sheet, expected.get(sheet.name, []))
        for name, shown in _by_name(sheet, rows.get(sheet.name, [])).items():
            if word(shown[0].get(HOW)) == INHERITED:
                spot = _difference(shown, theirs.get(name, []))
            elif word(shown[0].get(HOW)) == CHANGED and PARENT in shown[0]:
                same = theirs.get(name, [{}])[0]
                spot = shown[0][PARENT] if word(same.get(PARENT)) != shown[0][PARENT].value else None
            else:
                spot = None
            if spot is not None:
                findings.append(_changed(sheet, name, spot, base_name))
    shown_ids = {
        n for n, r in _by_name(INDICATORS, rows.get(INDICATORS.name, [])).items() if word(r[0].get(HOW)) == INHERITED
    }
    theirs = _by_name(RULES, expected.get(RULES.name, []))
    for name, shown in _by_name(RULES, rows.get(RULES.name, [])).items():
        if name in shown_ids and (spot := _difference(shown, theirs.get(name, []))) is not None:
            findings.append(_changed(RULES, name, spot, base_name))


def _changed(sheet: Sheet, name: str, spot: Text, base_name: str) -> Finding:
    remedy = "改成“改”" if sheet in {INDICATORS, RULES} else "清空"
    return INHERITED_CHANGED.finding(
        place=spot.place, subject=name, sheet=sheet.name, base=base_name or "（没有写沿用哪一个）", remedy=remedy
    )


def _by_name(sheet: Sheet, rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if sheet.name_column in row:
            found.setdefault(row[sheet.name_column].value, []).append(row)
    return found


def _difference(shown: list[Row], expected: list[Row]) -> Text | None:
    """Give the first cell that differs from what was shown; None where nothing does."""
    for number, row in enumerate(shown):
        same = expected[number] if number < len(expected) else {}
        for heading in dict.fromkeys((*row, *same)):
            if heading != "指标名称" and word(row.get(heading)) != word(same.get(heading)):
                return row.get(heading) or next(iter(row.values()))
    return next(iter(shown[-1].values())) if len(shown) < len(expected) else None
