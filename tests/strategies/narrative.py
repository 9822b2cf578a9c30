"""Random mixtures of results and texts as officers type them, for tests of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence


def result_states(indicators: Sequence[str], states: Sequence[str]) -> st.SearchStrategy[dict[str, str]]:
    """A state for some of the indicators, by id."""
    return st.dictionaries(st.sampled_from(indicators), st.sampled_from(states), max_size=len(indicators))


def typed_texts() -> st.SearchStrategy[str]:
    """What an officer may type or paste: any characters, mark-up, template tags, blank lines."""
    pieces = st.one_of(
        st.sampled_from(
            ["水&电", "A<B>", "“三公”", "{{ 单位 }}", "{% if %}", "\n\n", "\r\n", "\t", "&amp;", "'", '"', "\x0b"]
        ),
        st.text(st.characters(codec="utf-8"), max_size=20),
    )
    return st.lists(pieces, max_size=8).map("".join)
