"""Doing again only what changed (只重做变了的部分): the yearly part of last time, by the hash of what made it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import xlperf
from xlperf.findings import Finding, Kind, Place, Severity
from xlperf.forms.plan import FillPlan, PlannedWrite
from xlperf.history.official import FilledForm, typed_value
from xlperf.history.recording import scheme_hash
from xlperf.history.renewing import Renewed
from xlperf.resources import templates
from xlperf.unit import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from xlperf.history.recording import Record
    from xlperf.material import Material

MEMO: Final = ".年度.json"
"""The name under which the history keeps it; it is no result that is shown."""


@dataclass(frozen=True, slots=True)
class Reused:
    """Report and filled workbook as they still are, and what was said of them."""

    report: Renewed
    form: FilledForm
    findings: tuple[Finding, ...]


def yearly_key(material: Material, record: Record) -> str:
    """Name everything that the yearly part is made from: files, answers, scheme, templates, program."""
    unit = material.unit
    own = [path for folder in (unit.templates,) if folder.is_dir() for path in sorted(folder.rglob("*.*"))]
    own += sorted(unit.root.glob("*模板.docx")) + [path for path in (unit.root / SETTINGS,) if path.is_file()]
    parts = [
        xlperf.__version__,
        scheme_hash(material.scheme),
        record.settlement.take,
        *(f"{file}={sha256}" for file, sha256 in sorted(material.hashes.items())),
        *(f"{path.name}={hashlib.sha256(path.read_bytes()).hexdigest()}" for path in own if path.is_file()),
        *_stamps(templates()),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _stamps(folder: Path) -> Iterable[str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return (f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files)


def memo(key: str, report: Renewed, form: FilledForm, findings: Iterable[Finding]) -> Renewed:
    """Note what the yearly part gave, for the next time."""
    document = {
        "key": key,
        "report": report.name,
        "form": form.renewed.name if form.renewed else "",
        "inputs": list(form.renewed.inputs) if form.renewed else [],
        "plan": {"file": form.plan.file, "sheet": form.plan.sheet, "cells": form.plan.cells},
        "written": [[w.sheet, w.cell, w.label, w.kind, w.old, str(w.new)] for w in form.written],
        "findings": [asdict(finding) for finding in findings],
    }
    return Renewed(MEMO, json.dumps(document, ensure_ascii=False).encode())


def reused(key: str, record: Record) -> Reused | None:
    """Give the last yearly part while nothing that it is made from, and nothing that it made, has changed."""
    try:
        document: dict[str, Any] = json.loads(record.history.last_output(MEMO) or b"{}")
        if document.get("key") != key or record.in_place:
            return None
        report = _unchanged(document["report"], record)
        form = _unchanged(document["form"], record, document["inputs"]) if document["form"] else None
        if report is None or (form is None and document["form"]):
            return None
        plan = FillPlan(document["plan"]["file"], document["plan"]["sheet"], cells=document["plan"]["cells"])
        written = tuple(
            PlannedWrite(sheet, cell, label, kind, old, typed_value(new))
            for sheet, cell, label, kind, old, new in document["written"]
        )
        findings = tuple(_finding(item) for item in document["findings"])
    except (ValueError, KeyError, TypeError):
        return None
    return Reused(report, FilledForm(plan, form, written), findings)


def _unchanged(name: str, record: Record, inputs: Iterable[Iterable[str]] = ()) -> Renewed | None:
    """Give a result that is, to the byte, as it was written last, with nothing of a person's in it."""
    path = record.outputs.folder / name
    last = record.history.last_output(name)
    if last is None or not record.outputs.is_untouched(name) or path.read_bytes() != last:
        return None
    return Renewed(name, last, cells=record.history.written(name), inputs=tuple((a, b) for a, b in inputs))


def _finding(item: dict[str, Any]) -> Finding:
    places = tuple(Place(**place) for place in item["places"])
    kind, severity = Kind(item["kind"]), Severity(item["severity"])
    return Finding(**{**item, "kind": kind, "severity": severity, "place": Place(**item["place"]), "places": places})
