"""The catalogue of findings (核对意见目录): every code of every room, for explain and for the pages in docs/."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil

import xlperf
from xlperf.findings import Code


def every_code() -> dict[str, Code]:
    """Give all codes in order. Raises ValueError where two rooms gave one code to different things."""
    rooms = [room.name for room in pkgutil.iter_modules(xlperf.__path__) if room.ispkg]
    catalogues = [f"xlperf.{room}.catalogue" for room in rooms]
    modules = ["xlperf.outputs", *(name for name in catalogues if importlib.util.find_spec(name))]
    codes: dict[str, Code] = {}
    for name in modules:
        for code in vars(importlib.import_module(name)).values():
            if isinstance(code, Code) and codes.setdefault(code.code, code) is not code:
                raise ValueError(f"{code.code}: {code.title} / {codes[code.code].title}")
    return dict(sorted(codes.items()))
