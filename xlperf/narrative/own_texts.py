"""The officer's own text templates (模板/): which figures they take, and which files are not used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from xlperf.findings import Finding, Place
from xlperf.narrative.catalogue import TEMPLATE_UNUSED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

SUFFIX: Final = ".j2"
_TEXT_FILES: Final = frozenset({SUFFIX, ".txt"})
_NAMED: Final = re.compile(r"""数据\s*(?:\.\s*(\w+)|\[\s*["']([^"']+)["']\s*\])""")


def figures_named(template: str) -> frozenset[str]:
    """List the figures that a template takes by name: 数据.本年收入合计, 数据["本年收入合计"]."""
    return frozenset(found[1] or found[2] for found in _NAMED.finditer(template))


def unused_templates(folder: Path, names: Collection[str]) -> Iterator[Finding]:
    """Find the text files of a folder that serve no indicator and no section, with the name that was meant."""
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _TEXT_FILES and path.name.removesuffix(SUFFIX) not in names:
            yield _unused(path, names)


def _unused(path: Path, names: Collection[str]) -> Finding:
    from difflib import get_close_matches

    name = f"{path.parent.name}/{path.name}"
    stem = path.name.removesuffix(path.suffix).removesuffix(SUFFIX)
    meant = [stem] if stem in names else get_close_matches(stem, names, n=1)
    reason = "文件名应当以 .j2 结尾" if stem in names else f"没有叫“{stem}”的指标或段落"
    hint = f"改名为“{meant[0]}{SUFFIX}”；看不到扩展名的，先在文件夹选项里显示扩展名。" if meant else ""
    return TEMPLATE_UNUSED.finding(place=Place(file=name), subject=name, reason=reason, hint=hint)
