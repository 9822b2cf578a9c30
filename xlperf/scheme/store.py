"""Finding, loading and recognising schemes (指标体系): those shipped, and an officer's own file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlperf.amounts import folded
from xlperf.errors import SchemeFaults, UnusableInput, reason_of
from xlperf.findings import Finding, Place, Severity
from xlperf.scheme.catalogue import EXTENDS, UNREADABLE
from xlperf.scheme.checking import check_scheme, check_templates, check_usage
from xlperf.scheme.extending import extended
from xlperf.scheme.nodes import Fields, Items, Text
from xlperf.scheme.reading import Reading, read_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlperf.scheme.model import Scheme
    from xlperf.scheme.nodes import Node

SHIPPED: Final = Path(__file__).with_name("shipped")
MAX_CHAIN: Final = 5
"""Schemes that may build on one another."""


@dataclass(frozen=True, slots=True)
class CheckedScheme:
    """A scheme as read, with all that was found about it."""

    scheme: Scheme
    tree: Fields
    """Its plain values with their places, what it builds on included."""
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that must be mended before it can be used."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A shipped scheme and how well the indicator names of a workbook fit it."""

    id: str
    share: float
    """Share of names that the two have in common, 0 to 1."""
    missing: tuple[str, ...]
    """Indicators of the scheme that the workbook does not name."""
    unknown: tuple[str, ...]
    """Names of the workbook that the scheme does not know."""


def shipped_schemes() -> tuple[str, ...]:
    """List the ids of the schemes that come with the program."""
    files = SHIPPED.glob("*/scheme.yaml")
    return tuple(sorted(file.parent.name for file in files if "\n指标:" in file.read_text(encoding="utf-8")))


def load_scheme(id_or_path: str | Path) -> Scheme:
    """Load a scheme by the id of a shipped one or from a YAML file.

    Raises:
        UnusableInput: there is no such scheme or file.
        SchemeFaults: it has faults; all are listed, with their places.
    """
    checked = check_scheme_file(id_or_path)
    if checked.errors:
        raise _faults(checked.errors)
    return checked.scheme


def check_scheme_file(id_or_path: str | Path, templates: Mapping[str, str] | None = None) -> CheckedScheme:
    """Read a scheme and find all its faults; with ``templates`` (text by file name) also what is never used.

    Raises:
        UnusableInput: there is no such scheme or file.
        SchemeFaults: the file cannot be read at all.
    """
    tree, found = scheme_tree(id_or_path)
    reading = Reading(list(found))
    scheme = read_scheme(tree, reading)
    reading.findings += check_scheme(scheme, reading)
    if templates is not None:
        reading.findings += check_usage(scheme, reading, tree.place.file, templates.values())
        reading.findings += check_templates(templates)
    return CheckedScheme(scheme, tree, tuple(reading.findings))


def checked_tree(tree: Fields) -> CheckedScheme:
    """Read a scheme from a tree made elsewhere (Excel, a draft) and find all its faults."""
    whole, found = _on_its_base(tree, ())
    reading = Reading(list(found))
    scheme = read_scheme(whole, reading)
    reading.findings += check_scheme(scheme, reading)
    return CheckedScheme(scheme, whole, tuple(reading.findings))


def scheme_tree(id_or_path: str | Path) -> tuple[Fields, tuple[Finding, ...]]:
    """Read the plain values of a scheme, laid over what it builds on.

    Raises:
        UnusableInput: there is no such scheme or file.
        SchemeFaults: the file cannot be read at all.
    """
    return _on_its_base(*_own_tree(scheme_file(id_or_path)))


def own_tree(id_or_path: str | Path) -> tuple[Fields, tuple[Finding, ...]]:
    """Read the plain values that a scheme's own file says, without what it builds on.

    Raises:
        UnusableInput: there is no such scheme or file.
        SchemeFaults: the file cannot be read at all.
    """
    return _own_tree(scheme_file(id_or_path))


def base_tree(name: str) -> Fields | None:
    """Read the whole tree of a scheme that another builds on; None where there is none of that name."""
    try:
        return scheme_tree(name)[0] if name else None
    except (UnusableInput, SchemeFaults):
        return None


def scheme_file(id_or_path: str | Path) -> Path:
    """Find the file of a scheme.

    Raises:
        UnusableInput: there is no such scheme or file.
    """
    shipped = SHIPPED / id_or_path / "scheme.yaml"
    if str(id_or_path) and Path(id_or_path).name == str(id_or_path) and shipped.is_file():
        return shipped
    path = Path(id_or_path)
    path = path / "scheme.yaml" if path.is_dir() else path
    if not path.is_file():
        known = "、".join(shipped_schemes())
        raise UnusableInput(f"找不到指标体系“{id_or_path}”：自带的有 {known}，也可以写自己的 scheme.yaml 的路径")
    return path


def recognise_scheme(names: Iterable[str]) -> tuple[Recognised, ...]:
    """Rank the shipped schemes by how well they fit the indicator names of a workbook, the best first."""
    wanted = {folded(name): name for name in names if folded(name)}
    ranked = [_fit(scheme_id, scheme_tree(scheme_id)[0], wanted) for scheme_id in shipped_schemes()]
    return tuple(sorted((fit for fit in ranked if fit.share > 0), key=lambda fit: -fit.share))


def _fit(scheme_id: str, tree: Fields, wanted: Mapping[str, str]) -> Recognised:
    found: set[str] = set()
    inner: set[str] = set()
    missing = []
    leaves = 0
    for names, is_leaf in _spellings(tree.get("指标")):
        spellings = {folded(name) for name in names} & wanted.keys()
        leaves += is_leaf
        (found if is_leaf else inner).update(spellings)
        if is_leaf and not spellings:
            missing.append(names[0])
    unknown = tuple(name for key, name in wanted.items() if key not in found | inner)
    share = (leaves - len(missing)) / max(1, leaves + len(unknown))
    return Recognised(scheme_id, share, tuple(missing), unknown)


def _spellings(node: Node | None) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Go through the indicators of a tree: name and aliases, and whether it is scored itself."""
    for item in node.items if isinstance(node, Items) else ():
        if isinstance(item, Fields):
            name, aliases, below = item.get("名称"), item.get("别名"), item.get("下级")
            written = (name, *(aliases.items if isinstance(aliases, Items) else (aliases,)))
            yield tuple(word.value for word in written if isinstance(word, Text)), below is None
            yield from _spellings(below)


def _own_tree(path: Path) -> tuple[Fields, tuple[Finding, ...]]:
    try:
        stamp = path.stat()
        return _parsed(path, stamp.st_mtime_ns, stamp.st_size)
    except OSError as fault:
        raise UnusableInput(f"打不开指标体系文件 {path}：{reason_of(fault)}") from fault


@lru_cache(maxsize=16)
def _parsed(path: Path, _modified: int, _size: int) -> tuple[Fields, tuple[Finding, ...]]:
    """Parse a file once while it stays as it is: many units of one run share their scheme."""
    from xlperf.scheme.yaml_nodes import read_yaml

    name = f"{path.parent.name}/{path.name}" if path.name == "scheme.yaml" else path.name
    tree, findings = read_yaml(path.read_bytes(), name)
    if isinstance(tree, Fields):
        return tree, findings
    if tree is not None:
        findings = (
            *findings,
            UNREADABLE.finding(place=Place(name, line=1), problem="开头要写“指标体系: 编号”这样的几行"),
        )
    raise _faults(findings)


def _on_its_base(tree: Fields, findings: tuple[Finding, ...], above: int = 0) -> tuple[Fields, tuple[Finding, ...]]:
    """Lay a tree over the scheme that it builds on, and that over its own."""
    written = tree.get("沿用")
    if not isinstance(written, Text) or not written.value:
        return tree, findings
    known = "、".join(shipped_schemes())
    problem = "一个套一个，绕成了圈或套得太多" if above >= MAX_CHAIN else ""
    try:
        base, of_base = _own_tree(scheme_file(written.value)) if not problem else (tree, ())
    except UnusableInput:
        problem = "没有这个指标体系"
    if problem:
        fault = EXTENDS.finding(
            place=written.place,
            subject=written.value,
            problem=problem,
            hint=f"在“沿用”里写已有的指标体系编号，如 {known}",
        )
        return tree, (*findings, fault)
    base, of_base = _on_its_base(base, of_base, above + 1)
    whole, of_both = extended(base, tree)
    return whole, (*findings, *of_base, *of_both)


def _faults(findings: tuple[Finding, ...]) -> SchemeFaults:
    lines = "\n".join(f"  {finding.place}：{finding.message}" for finding in findings)
    return SchemeFaults(f"指标体系有 {len(findings)} 处错误：\n{lines}", findings)
