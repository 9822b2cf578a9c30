"""The container of a VBA project, read back with olefile."""

from __future__ import annotations

import struct

import olefile
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xlperf.hosts.vba.compound_file import write_compound_file

NAMES = st.text(st.sampled_from("abcDEF_12"), min_size=1, max_size=31)
STREAMS = st.dictionaries(NAMES, st.binary(max_size=5000), max_size=12).filter(
    lambda streams: len({name.upper() for name in streams}) == len(streams)
)


@given(STREAMS, STREAMS)
@example({"one": b""}, {})
@example({}, {"small": b"x" * 4095, "large": b"y" * 4096})
@settings(max_examples=60)
def test_every_stream_comes_back_as_it_was(top: dict[str, bytes], inside: dict[str, bytes]) -> None:
    with olefile.OleFileIO(write_compound_file(top | {"a storage": inside})) as file:
        found = {tuple(path): file.openstream(path).read() for path in file.listdir(streams=True, storages=False)}
        assert not file.parsing_issues
    expected = {(name,): data for name, data in top.items()}
    assert found == expected | {("a storage", name): data for name, data in inside.items()}


@pytest.mark.parametrize("size", [60_000, 70_000, 200_000])
def test_the_table_of_sectors_counts_itself(size: int) -> None:
    data = bytes(range(256)) * (size // 256)
    with olefile.OleFileIO(write_compound_file({"big": data})) as file:
        assert file.openstream("big").read() == data
        assert not file.parsing_issues


@given(st.integers(1, 40))
def test_siblings_are_a_search_tree_without_two_red_in_a_row(count: int) -> None:
    content = write_compound_file({f"stream{number}": b"x" for number in range(count)})
    entries = _directory(content)

    def walk(number: int, parent_is_red: bool) -> list[str]:
        if number == 0xFFFFFFFF:
            return []
        name, red, left, right = entries[number]
        assert not (red and parent_is_red)
        return [*walk(left, red), name, *walk(right, red)]

    root = _child_of_root(content)
    assert not entries[root][1], "the top of the tree is black"
    names = walk(root, parent_is_red=False)
    assert names == sorted(names, key=lambda name: (len(name), name.upper()))
    assert len(names) == count


def test_more_than_a_project_of_ours_can_have_is_refused() -> None:
    with pytest.raises(ValueError, match="more than"):
        write_compound_file({"huge": bytes(8_000_000)})


def _directory_bytes(content: bytes) -> bytes:
    with olefile.OleFileIO(content) as file:
        return bytes(file.directory_fp.getvalue())


def _directory(content: bytes) -> list[tuple[str, bool, int, int]]:
    data = _directory_bytes(content)
    entries = []
    for at in range(0, len(data), 128):
        length, _, color = struct.unpack_from("<HBB", data, at + 64)
        left, right = struct.unpack_from("<II", data, at + 68)
        entries.append((data[at : at + max(0, length - 2)].decode("utf-16-le"), color == 0, left, right))
    return entries


def _child_of_root(content: bytes) -> int:
    return int(struct.unpack_from("<I", _directory_bytes(content), 76)[0])
