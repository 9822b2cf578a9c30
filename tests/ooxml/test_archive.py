from __future__ import annotations

import io
import struct
import zipfile

import pytest

from tests.ooxml import books
from xlperf.ooxml import UnreadableWorkbook, Workbook
from xlperf.ooxml.archive import Archive


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", method) as archive:
        archive.comment = comment
        for name, content in entries:
            archive.writestr(name, content)
    return memory.getvalue()


class Pipe(io.RawIOBase):
    """A file that cannot seek: zipfile then writes data descriptors."""

    def __init__(self) -> None:
        self.content = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece) -> int:  # type: ignore[no-untyped-def,override]  # noqa: ANN001
        self.content += bytes(piece)
        return len(piece)


def streamed(*entries: tuple[str, bytes]) -> bytes:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return bytes(pipe.content)


def rewritten(content: bytes, **changed: bytes) -> bytes:
    return b"".join(Archive(content).written({name: [piece] for name, piece in changed.items()}))


@pytest.mark.parametrize(
    "content",
    [
        zipped(("a", b"1" * 50), ("目录/b.xml", b"2")),
        zipped(("a", b"1"), ("b", b"2"), method=zipfile.ZIP_STORED),
        zipped(("a", b"1"), comment="批注".encode()),
        streamed(("a", b"1"), ("b", b"2" * 999)),
        b"#!/bin/sh\n" + zipped(("a", b"1"), ("b", b"2")),
        zipped(("folder/", b""), ("folder/a", b"1")),
    ],
)
def test_an_archive_without_changes_is_written_as_it_was(content: bytes) -> None:
    assert rewritten(content) == content


def test_a_changed_entry_stays_in_its_place_with_its_time_and_method() -> None:
    content = streamed(("a", b"1" * 500), ("b", b"2" * 500), ("c", b"3"))
    with zipfile.ZipFile(io.BytesIO(rewritten(content, b=b"neu", d=b"4"))) as archive:
        assert archive.namelist() == ["a", "b", "c", "d"]
        assert [archive.read(name) for name in "abcd"] == [b"1" * 500, b"neu", b"3", b"4"]
        assert archive.testzip() is None
        assert archive.getinfo("b").date_time == archive.getinfo("a").date_time


def test_names_with_backslashes_and_leading_slashes_are_part_names() -> None:
    content = zipped(("xl_workbook.xml", b"1"), ("/b", b"2")).replace(b"xl_work", b"xl\\work")
    assert list(Archive(content).entries) == ["xl/workbook.xml", "b"]
    assert rewritten(content) == content


def test_sixty_four_bit_records_are_read_and_moved() -> None:
    content = bytearray(zipped(("a", b"1" * 100), ("b", b"2")))
    record = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    offset = struct.unpack_from("<L", content, record + 42)[0]
    name_end = record + 46 + 1
    extra = struct.pack("<HHQ", 1, 8, offset)
    struct.pack_into("<L", content, record + 42, 0xFFFFFFFF)
    struct.pack_into("<H", content, record + 30, len(extra))
    content[name_end:name_end] = extra
    end = content.index(b"PK\x05\x06")
    size = struct.unpack_from("<L", content, end + 12)[0]
    struct.pack_into("<L", content, end + 12, size + len(extra))
    archive = Archive(bytes(content))
    assert archive.read("b") == b"2"
    with zipfile.ZipFile(io.BytesIO(rewritten(bytes(content), a=b"kurz"))) as read:
        assert (read.read("a"), read.read("b")) == (b"kurz", b"2")


def test_duplicate_names_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        content = zipped(("a", b"1"), ("a", b"2"))
    with pytest.raises(UnreadableWorkbook, match="两个同名部件"):
        Archive(content)


def test_encrypted_entries_and_unknown_compression_are_refused() -> None:
    content = bytearray(zipped(("a", b"1")))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    with pytest.raises(UnreadableWorkbook, match="加了密"):
        Archive(bytes(content))
    content[at + 8] &= ~1
    content[at + 10] = 14
    with pytest.raises(UnreadableWorkbook, match="压缩方式 14"):
        Archive(bytes(content))


def test_entries_that_grow_beyond_reason_are_refused() -> None:
    content = zipped(("a", b"\0" * (1 << 25)))
    with pytest.raises(UnreadableWorkbook, match="恶意"):
        Archive(content)


def test_an_entry_larger_than_it_says_is_refused_without_being_unpacked() -> None:
    content = bytearray(zipped(("a", b"\0" * 1_000_000)))
    struct.pack_into("<L", content, content.index(b"PK\x01\x02") + 24, 10)
    with pytest.raises(UnreadableWorkbook, match="校验"):
        Archive(bytes(content)).read("a")


def test_a_doctype_in_any_part_is_refused() -> None:
    parts = books.parts_of(books.plain([[1]]))
    bomb = b'<?xml version="1.0"?><!-- x --><!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
    for name, content in (("docProps/custom.xml", bomb), ("xl/x.xml", b" " * 9000 + bomb[21:])):
        with pytest.raises(UnreadableWorkbook, match="DOCTYPE"):
            Workbook.open(books.packed(parts | {name: content}))
    wide = bomb.decode().replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16")
    with pytest.raises(UnreadableWorkbook, match="DOCTYPE"):
        Workbook.open(books.packed(parts | {"xl/y.xml": wide}))
