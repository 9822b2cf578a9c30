"""From a scoring workbook to a scheme's file (从评分表起草指标体系): read, draft, check, write."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from xlperf.errors import UnusableInput, reason_of
from xlperf.forms.official import find_scoring_sheet
from xlperf.material import OWN_SCHEME
from xlperf.scheme.drafting.draft import Draft, draft
from xlperf.scheme.yaml_writing import write_yaml
from xlperf.source.files import SourceFile, read_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEME_FILE: Final = "scheme.yaml"
TRUST_WORDS: Final = {"sure": "有把握", "likely": "有推测", "asked": "要人工"}


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft and the file that it came from."""

    draft: Draft
    file: str
    sheet: str

    @property
    def text(self) -> str:
        """The scheme's file, with what to look at in the lines above it."""
        return "".join(f"# {line}\n" if line else "#\n" for line in self._remarks()) + write_yaml(self.draft.tree)

    def _remarks(self) -> Iterator[str]:
        indicators = self.draft.indicators
        counts = {trust: sum(i.trust == trust for i in indicators) for trust in TRUST_WORDS}
        yield f"照评分表《{self.file}》（工作表 {self.sheet}）起草，{len(indicators)} 项指标："
        yield "，".join(f"{words} {counts[trust]} 项" for trust, words in TRUST_WORDS.items()) + "。"
        yield "每项的“评分标准”是评分表的原话，“评分”是程序读懂的规则；不对就改“评分”，改好后删去“待核”一行。"
        for indicator in indicators:
            if indicator.trust != "sure":
                told = "；".join(indicator.notes) or (
                    f"要填报：{'、'.join(indicator.asked)}" if indicator.asked else "由人评分"
                )
                yield f"  {TRUST_WORDS[indicator.trust]}　{indicator.name}：{told}"


def draft_workbook(path: Path) -> Drafted:
    """Read a scoring workbook and draft a scheme from it.

    Raises:
        UnusableInput: it cannot be read, or has no table of indicators, or several.
    """
    if not path.is_file():
        raise UnusableInput(f"找不到评分表“{path}”。请检查路径。")
    read = read_files([SourceFile(path.name, path)])
    if not read.grids:
        told = "".join(finding.message for finding in read.findings)
        raise UnusableInput(f"读不了“{path.name}”：{told or '里面没有工作表'}")
    form = find_scoring_sheet(read.grids)
    if form.sheet is None:
        told = form.findings[0].message if form.findings and form.others else "没有认出指标表"
        raise UnusableInput(
            f"“{path.name}”：{told}。表头要有指标名称（一级指标、二级指标……）、分值和得分这样的栏，下面至少两项指标；什么也没有写。"
        )
    years = re.findall(r"20[0-4]\d", path.stem)
    year = int(years[0]) if years else date.today().year - 1  # noqa: DTZ011 - the fiscal year by the officer's calendar
    return Drafted(draft(form.sheet, year=year), path.name, form.sheet.grid.sheet)


def scheme_target(workbook: Path, wanted: Path | None) -> Path:
    """Say where a draft goes: the file or folder that was named, else 指标体系/scheme.yaml beside the workbook."""
    if wanted is None:
        return workbook.parent / OWN_SCHEME / SCHEME_FILE
    return wanted if wanted.suffix.lower() in {".yaml", ".yml"} else wanted / SCHEME_FILE


def write_scheme(text: str, target: Path, *, force: bool = False) -> None:
    """Write a scheme's file; one that is there is kept unless ``force``.

    Raises:
        UnusableInput: the file is there, or cannot be written.
    """
    if target.exists() and not force:
        raise UnusableInput(f"“{target}”已经有了，没有覆盖。要重新起草，加 --force，或用 -o 另存为别的文件。")
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except OSError as fault:
        beside.unlink(missing_ok=True)
        raise UnusableInput(f"写不了“{target}”：{reason_of(fault)}。请换一个文件夹，用 -o 指定。") from None
