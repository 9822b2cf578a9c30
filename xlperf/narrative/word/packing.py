"""The package of a Word file written so that the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import Final

FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every entry: without the clock, the same report is the same file."""


def packed(document: bytes) -> bytes:
    """Rewrite the zip of a Word file with a fixed time in every entry, in the same order."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for entry in source.infolist():
            same = zipfile.ZipInfo(entry.filename, FIXED_TIME)
            same.compress_type = zipfile.ZIP_DEFLATED
            same.external_attr = entry.external_attr
            written.writestr(same, source.read(entry))
    return target.getvalue()
