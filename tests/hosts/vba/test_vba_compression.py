"""The compression of VBA source: the examples of the specification, any bytes back again, and an outside reader."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xlperf.hosts.vba.compression import compress, decompress

SPECIFIED = {
    b"abcdefghijklmnopqrstuv.": "0119B000616263646566676800696A6B6C6D6E6F70007172737475762E",
    b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa": (
        "012FB000236161616263646582660070616768696A013808616B6C00306D6E6F700671027004107273747576107778797A003C"
    ),
    b"a" * 73: "0103B002614500",
}
"""MS-OVBA 3.2: text, and the container that Office made of it."""


@pytest.mark.parametrize("text", SPECIFIED)
def test_the_examples_of_the_specification_are_read(text: bytes) -> None:
    container = bytes.fromhex(SPECIFIED[text])
    assert decompress(container) == text
    assert len(compress(text)) == len(container), "as short as Office's own, though equal copies may differ"


SOURCE = st.text(st.sampled_from("abAB ='\n()_1"), max_size=9000).map(str.encode)


@given(SOURCE)
@example(b"")
@example(b"x" * 4096)
@example(b"x" * 4097)
def test_source_comes_back_as_it_was(source: bytes) -> None:
    assert decompress(compress(source)) == source


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of a package that olevba uses
@settings(deadline=None)  # the first call imports olevba
@given(SOURCE)
def test_another_program_reads_what_we_compress(source: bytes) -> None:
    from oletools.olevba import decompress_stream

    assert decompress_stream(bytearray(compress(source))) == source


@pytest.mark.parametrize("size", [1, 4095, 4096, 9000])
def test_bytes_that_do_not_shrink_are_stored_and_filled_up(size: int) -> None:
    data = random.Random(size).randbytes(size)  # noqa: S311 - no secret
    restored = decompress(compress(data))
    assert restored[: len(data)] == data
    assert not restored[len(data) :].strip(b"\0")


def test_what_is_no_container_is_refused() -> None:
    with pytest.raises(ValueError, match="signature"):
        decompress(b"\x02")
