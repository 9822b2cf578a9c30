from __future__ import annotations

from decimal import Decimal

import pytest

from xlperf.narrative.rereading.reading import bare, tokens


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("年末结转和结余-32.19万元", ["-32.19"]),
        ("比率为-3.66%", ["-3.66"]),
        ("(-32.19)÷(33.27+847.43)", ["-32.19", "33.27", "847.43"]),
        ("完成3-5项", ["3", "5"]),
        ("财决01-1表", ["01", "1"]),
        ("附件-2", ["2"]),
    ],
)
def test_a_minus_is_told_from_a_stroke(text: str, values: list[str]) -> None:
    assert [token.value for token in tokens(bare(text))] == list(map(Decimal, values))
