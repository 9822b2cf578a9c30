"""From a scheme's tree of plain values to the model, with all faults at once and where everything stands."""

from __future__ import annotations

from xlperf.scheme.reading.fields import Reading
from xlperf.scheme.reading.whole import read_scheme

__all__ = ["Reading", "read_scheme"]
