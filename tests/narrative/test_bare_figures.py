from __future__ import annotations

import pytest

from xlperf.narrative.bare_figures import bare_figures


@pytest.mark.parametrize(
    ("template", "figures"),
    [
        ("结转结余率为3.66%。", [("3.66%", 1)]),
        ("一\n第２档\n得 1,234.50 分", [("２", 2), ("1,234.50", 3)]),
        ("{{ 3 }}{{ '第4档' }}", [("3", 1), ("4", 1)]),
        ("{{ '12' if 甲 else 乙 }}", [("12", 1)]),
        ("{% set 甲 = ['9'] %}", [("9", 1)]),
        ("①项目", [("①", 1)]),
        ("{{ 数据.甲 }} 得5分 {{ 坏（ }}", [("5", 1)]),
    ],
)
def test_a_figure_written_into_a_template_is_found(template: str, figures: list[tuple[str, int]]) -> None:
    assert [(bare.figure, bare.line) for bare in bare_figures(template)] == figures


@pytest.mark.parametrize(
    "template",
    [
        "{{ 数据.结转结余率 }}",
        "{% if 数据.甲 > 0.9 %}高{% endif %}",
        "{{ 值|round(2) }}{{ 表[0] }}",
        "依据《预算法》（财预〔2013〕53号），根据财决01-1表，12345热线",
        "{# 第1版 #}",
    ],
)
def test_names_and_conditions_are_no_figures(template: str) -> None:
    assert bare_figures(template) == []
