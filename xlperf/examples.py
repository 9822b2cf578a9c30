"""New unit folders: the example unit with its export and answers, or an empty one to begin with."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from xlperf.errors import UnusableInput, WrongUsage
from xlperf.outputs import write_whole
from xlperf.resources import workbooks
from xlperf.unit import DATA, EVIDENCE, QUESTIONNAIRE, SETTINGS, TEMPLATES, settings_text

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE: Final = "示例区政务服务数据管理局"
EXAMPLE_OF: Final = {
    "gd-district-2023": EXAMPLE,
    "national-frame-2013": "示例市发展和改革局",
    "steps-corridor-2023": "示例市住房和城乡建设局",
}
"""The example unit of each shipped scheme."""
PROJECTS_EXAMPLE: Final = "示例区政务服务项目"
"""Six projects of 2021, self-evaluated one by one; amounts are invented."""
EXAMPLE_YEAR: Final = "示例年度"
"""A unit with twelve months of budget execution."""


def make_example(folder: Path, example: str = EXAMPLE) -> None:
    """Copy the example unit into a folder that is new, empty, or an example made before. Raises UnusableInput."""
    source = workbooks() / example
    files = sorted(path for path in source.rglob("*") if path.is_file())
    if folder.is_file():
        raise UnusableInput(f"“{folder}”是文件。请给出一个新文件夹的名称。")
    foreign = folder.is_dir() and any(folder.iterdir()) and not _is_copy(folder, source, files)
    if foreign:
        raise UnusableInput(
            f"文件夹“{folder}”里已有别的东西，示例没有写进去。请换一个名称，例如：xlperf demo 示例单位2"
        )
    for path in files:
        target = folder / path.relative_to(source)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def example_of(scheme: str) -> str:
    """Name the example unit of a shipped scheme. Raises WrongUsage where it has none."""
    if scheme not in EXAMPLE_OF:
        raise WrongUsage(f"指标体系“{scheme}”没有示例单位。有示例的是：{'、'.join(EXAMPLE_OF)}。")
    return EXAMPLE_OF[scheme]


def _is_copy(folder: Path, source: Path, files: list[Path]) -> bool:
    settings = folder / SETTINGS
    return settings.is_file() and settings.read_bytes() == (source / SETTINGS).read_bytes() and bool(files)


def make_unit(folder: Path, *, name: str, year: int | None, scheme: str) -> tuple[Path, ...]:
    """Make an empty unit folder with the scheme's blank workbook and questionnaire. Raises UnusableInput."""
    from xlperf.forms.questionnaire import questionnaire
    from xlperf.scheme import load_scheme

    folder = folder.resolve()
    if folder.exists() and (folder.is_file() or any(folder.iterdir())):
        raise UnusableInput(f"“{folder.name}”已经存在，而且不是空文件夹。请换一个名称。")
    loaded = load_scheme(scheme)
    settled = year or datetime.now(tz=UTC).astimezone().year - 1
    made = [folder / SETTINGS, folder / QUESTIONNAIRE]
    write_whole(made[0], settings_text(name, settled, scheme).encode())
    write_whole(made[1], questionnaire(loaded, unit=name, year=settled))
    for blank in sorted((workbooks() / loaded.id).glob("*.xlsx")):
        made.append(folder / blank.name)
        write_whole(made[-1], blank.read_bytes())
    for empty in (DATA, EVIDENCE, TEMPLATES):
        (folder / empty).mkdir(parents=True)
    return tuple(made)
