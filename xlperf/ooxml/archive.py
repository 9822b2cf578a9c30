"""The zip container: entries that are not changed are copied as they are, byte for byte and in their order."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.errors import UnreadableWorkbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_LOCATOR64: Final = struct.Struct("<4sLQL")
_END64: Final = struct.Struct("<4sQ2H2L4Q")
_ESCAPE32: Final = 0xFFFFFFFF
_STORED: Final = 0
_DEFLATED: Final = 8
_ENCRYPTED: Final = 0x2041
"""Flag bits 0, 6 and 13: traditional, strong and central directory encryption."""
_DESCRIPTOR: Final = 0x0008
_UTF8: Final = 0x0800

MOST_ENTRIES: Final = 60_000
LARGEST_ENTRY: Final = 1 << 30
LARGEST_TOTAL: Final = 3 << 30
HIGHEST_RATIO: Final = 400
"""Real sheets compress up to about 60 times; DEFLATE cannot exceed 1032."""
_RATIO_MATTERS_FROM: Final = 1 << 24


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its name as a part name (``xl/workbook.xml``) and where its bytes lie in the file."""

    name: str
    record: bytes
    """Its record in the central directory."""
    start: int
    """Where its local header begins."""
    data: int
    """Where its compressed bytes begin."""
    end: int
    """Where it ends, with the data descriptor."""
    method: int
    flags: int
    crc: int
    compressed_size: int
    size: int


class Archive:
    """A zip file in memory: what it holds, and how to write it again with some entries changed."""

    def __init__(self, content: bytes) -> None:
        """Read the directory of ``content``.

        Raises:
            UnreadableWorkbook: damaged, encrypted, too large, or not zip at all.
        """
        self.content = content
        try:
            self._read_directory()
        except (struct.error, OverflowError) as error:
            raise _damaged("目录不完整") from error

    def _read_directory(self) -> None:
        end, count, size, offset = _find_end(self.content)
        self._tail = self.content[end + _END.size :]
        directory = end if self.content[end : end + 4] == b"PK\x05\x06" else len(self.content)
        directory = self._directory_start(directory, size)
        self._shift = directory - offset
        if self._shift < 0 or count > MOST_ENTRIES:
            raise _damaged("目录的位置不对")
        self.entries: dict[str, Entry] = {}
        at = directory
        for _ in range(count):
            entry, at = self._read_entry(at)
            if entry.name in self.entries:
                if entry.name.endswith("/"):  # folders hold nothing
                    continue
                raise UnreadableWorkbook(
                    f"工作簿里有两个同名部件“{entry.name}”，不知以哪个为准，请用 Excel 或 WPS 另存一份再用"
                )
            self.entries[entry.name] = entry
        self._check_layout(directory)

    def _directory_start(self, end: int, size: int) -> int:
        """The directory ends where its end record (or the 64-bit one before it) begins."""
        locator = end - _LOCATOR64.size
        if locator >= 0 and self.content[locator : locator + 4] == b"PK\x06\x07":
            end64 = self.content.rfind(b"PK\x06\x06", 0, locator)
            if end64 >= 0:
                end = end64
        if not 0 <= size <= end:
            raise _damaged("目录的大小不对")
        return end - size

    def _read_entry(self, at: int) -> tuple[Entry, int]:
        fields = _CENTRAL.unpack_from(self.content, at)
        signature, _, _, flags, method, _, _, crc, packed, size, name_length, extra_length, comment_length = fields[:13]
        if signature != b"PK\x01\x02":
            raise _damaged("目录里有一条读不懂")
        names_end = at + _CENTRAL.size + name_length
        after = names_end + extra_length + comment_length
        if after > len(self.content):
            raise _damaged("目录不完整")
        raw_name = self.content[at + _CENTRAL.size : names_end]
        name = part_name(_decoded(raw_name))
        if flags & _ENCRYPTED:
            raise UnreadableWorkbook(f"工作簿的部件“{name}”加了密，请先在 Excel 或 WPS 里取消密码再用")
        if method not in (_STORED, _DEFLATED):
            raise UnreadableWorkbook(
                f"工作簿的部件“{name}”用了不支持的压缩方式 {method}，请用 Excel 或 WPS 另存一份再用"
            )
        extra = self.content[names_end : names_end + extra_length]
        size, packed, offset = _wide_fields(extra, size, packed, fields[16])
        _check_size(name, size, packed)
        start = offset + self._shift
        data = self._data_start(start, raw_name)
        end = data + packed
        if end > len(self.content):
            raise _damaged("内容不完整")
        if flags & _DESCRIPTOR:
            end += self._descriptor_length(end, crc, packed, size)
        entry = Entry(name, self.content[at:after], start, data, end, method, flags, crc, packed, size)
        return entry, after

    def _data_start(self, start: int, raw_name: bytes) -> int:
        """Find where an entry's bytes begin, behind the header before them."""
        fields = _LOCAL.unpack_from(self.content, start)
        name_start = start + _LOCAL.size
        local_name = self.content[name_start : name_start + fields[9]]
        if fields[0] != b"PK\x03\x04" or local_name.replace(b"\\", b"/") != raw_name.replace(b"\\", b"/"):
            raise _damaged("部件与目录对不上")
        return name_start + int(fields[9]) + int(fields[10])

    def _descriptor_length(self, at: int, crc: int, packed: int, size: int) -> int:
        for signature in (b"PK\x07\x08", b""):
            for layout in ("<LLL", "<LQQ"):
                expected = signature + struct.pack(layout, crc, packed, size)
                if self.content.startswith(expected, at):
                    return len(expected)
        return 0

    def _check_layout(self, directory: int) -> None:
        """No two entries share bytes (a zip bomb's trick), and all lie before the directory."""
        at = 0
        for entry in sorted(self.entries.values(), key=lambda entry: entry.start):
            if entry.start < at or entry.end > directory:
                raise _damaged("部件互相重叠")
            at = entry.end
        if sum(entry.size for entry in self.entries.values()) > LARGEST_TOTAL:
            raise UnreadableWorkbook("工作簿解压后太大，可能是恶意文件，没有打开")

    def read(self, name: str) -> bytes:
        """Decompress an entry.

        Raises:
            UnreadableWorkbook: if its bytes are damaged.
        """
        entry = self.entries[name]
        packed = self.packed(name)
        content = bytes(packed) if entry.method == _STORED else _inflated(entry, packed, entry.size + 1)
        if len(content) != entry.size or zlib.crc32(content) != entry.crc:
            raise _damaged(f"部件“{name}”的内容对不上校验值")
        return content

    def packed(self, name: str) -> memoryview:
        """Give an entry's compressed bytes."""
        entry = self.entries[name]
        return memoryview(self.content)[entry.data : entry.data + entry.compressed_size]

    def beginning(self, name: str, length: int) -> bytes:
        """Decompress the first bytes of an entry, unchecked."""
        entry = self.entries[name]
        if entry.method == _STORED:
            return self.content[entry.data : entry.data + min(length, entry.compressed_size)]
        packed = memoryview(self.content)[entry.data : entry.data + min(entry.compressed_size, length * 2 + 256)]
        return _inflated(entry, packed, length)

    def written(self, changed: Mapping[str, Iterable[bytes]], removed: Iterable[str] = ()) -> Iterator[bytes]:
        """Give the archive again, piece by piece, with some entries changed, added (at the end) or removed."""
        first = min((entry.start for entry in self.entries.values()), default=0)
        yield self.content[:first]
        at = first
        gone = set(removed)
        records: list[bytes] = []
        for entry in self.entries.values():
            if entry.name in gone:
                continue
            if entry.name in changed:
                record, pieces = _replaced(entry, changed[entry.name], at - self._shift)
            else:
                record = _moved(entry, at - self._shift)
                pieces = [self.content[entry.start : entry.end]]
            records.append(record)
            for piece in pieces:
                yield piece
                at += len(piece)
        for name, content in changed.items():
            if name not in self.entries:
                record, pieces = _added(name, content, at - self._shift)
                records.append(record)
                yield from pieces
                at += sum(map(len, pieces))
        directory = b"".join(records)
        yield directory
        comment_length = min(len(self._tail), 0xFFFF)
        yield _END.pack(
            b"PK\x05\x06", 0, 0, len(records), len(records), len(directory), at - self._shift, comment_length
        )
        yield self._tail[:comment_length]


def part_name(entry_name: str) -> str:
    """Give an entry's name as a part name: forward slashes, none in front."""
    return entry_name.replace("\\", "/").lstrip("/")


def _damaged(what: str) -> UnreadableWorkbook:
    return UnreadableWorkbook(f"工作簿文件已损坏（{what}），请重新下载或用 Excel、WPS 修复后另存再用")


def _decoded(raw_name: bytes) -> str:
    try:  # many writers forget to set the flag that says UTF-8
        return raw_name.decode()
    except UnicodeDecodeError:
        return raw_name.decode("cp437")


def _find_end(content: bytes) -> tuple[int, int, int, int]:
    """Find the end record: its position, the number of entries, the directory's size and offset."""
    lowest = max(0, len(content) - _END.size - 0xFFFF)
    end = content.rfind(b"PK\x05\x06", lowest)
    while end >= 0 and end + _END.size > len(content):
        end = content.rfind(b"PK\x05\x06", lowest, end)
    if end < 0:
        raise _damaged("文件不完整")
    _, disk, directory_disk, here, count, size, offset, _ = _END.unpack_from(content, end)
    locator = end - _LOCATOR64.size
    if locator >= 0 and content[locator : locator + 4] == b"PK\x06\x07":
        end64 = content.rfind(b"PK\x06\x06", 0, locator)
        if end64 < 0:
            raise _damaged("目录不完整")
        _, _, _, _, disk, directory_disk, here, count, size, offset = _END64.unpack_from(content, end64)
    if disk or directory_disk or here != count:
        raise _damaged("分卷压缩或目录不完整")
    return end, count, size, offset


def _wide_fields(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Take what does not fit 32 bits from the zip64 extra field."""
    values = [size, packed, offset]
    if _ESCAPE32 not in values:
        return size, packed, offset
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            wide = iter(struct.unpack_from(f"<{length // 8}Q", extra, at + 4))
            values = [next(wide, _ESCAPE32) if value == _ESCAPE32 else value for value in values]
            break
        at += 4 + length
    return values[0], values[1], values[2]


def _check_size(name: str, size: int, packed: int) -> None:
    if size > LARGEST_ENTRY or (size > _RATIO_MATTERS_FROM and size > packed * HIGHEST_RATIO):
        raise UnreadableWorkbook(f"工作簿的部件“{name}”解压后大得不正常（{size} 字节），可能是恶意文件，没有打开")


def _inflated(entry: Entry, packed: memoryview, most: int) -> bytes:
    try:
        return zlib.decompressobj(-15).decompress(packed, most)
    except zlib.error as error:
        raise _damaged(f"部件“{entry.name}”解压不了") from error


def _compressed(pieces: Iterable[bytes], method: int) -> tuple[list[bytes], int, int]:
    """Compress ``pieces``: the compressed pieces, the checksum and the size."""
    crc = size = 0
    packed: list[bytes] = []
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    for piece in pieces:
        crc = zlib.crc32(piece, crc)
        size += len(piece)
        packed.append(piece if method == _STORED else deflate.compress(piece))
    if method != _STORED:
        packed.append(deflate.flush())
    return [piece for piece in packed if piece], crc, size


def _replaced(entry: Entry, content: Iterable[bytes], offset: int) -> tuple[bytes, list[bytes]]:
    """Write an entry anew under its old name, time and attributes."""
    pieces, crc, size = _compressed(content, entry.method)
    packed = sum(map(len, pieces))
    fields = list(_CENTRAL.unpack_from(entry.record))
    name_length = fields[10]
    raw_name = entry.record[_CENTRAL.size : _CENTRAL.size + name_length]
    comment = entry.record[_CENTRAL.size + name_length + fields[11] :]
    flags = entry.flags & ~_DESCRIPTOR
    header = _LOCAL.pack(b"PK\x03\x04", fields[2], flags, *fields[4:7], crc, packed, size, name_length, 0) + raw_name
    fields[3], fields[7:10], fields[11], fields[16] = flags, [crc, packed, size], 0, offset
    return _CENTRAL.pack(*fields) + raw_name + comment, [header, *pieces]


def _added(name: str, content: Iterable[bytes], offset: int) -> tuple[bytes, list[bytes]]:
    """Write a new entry, dated 1980 as Excel dates all of them."""
    pieces, crc, size = _compressed(content, _DEFLATED)
    packed = sum(map(len, pieces))
    raw_name = name.encode()
    flags = 0 if name.isascii() else _UTF8
    common = (20, flags, _DEFLATED, 0, 0x21, crc, packed, size, len(raw_name), 0)
    record = _CENTRAL.pack(b"PK\x01\x02", 20, *common, 0, 0, 0, 0, offset) + raw_name
    return record, [_LOCAL.pack(b"PK\x03\x04", *common) + raw_name, *pieces]


def _moved(entry: Entry, offset: int) -> bytes:
    """Give an unchanged entry's directory record for its new place."""
    fields = list(_CENTRAL.unpack_from(entry.record))
    if _ESCAPE32 not in (fields[8], fields[9], fields[16]):
        return entry.record[:42] + struct.pack("<L", offset) + entry.record[46:]
    names_end = _CENTRAL.size + fields[10]
    extra = _without_wide_fields(entry.record[names_end : names_end + fields[11]])
    rest = entry.record[names_end + fields[11] :]
    fields[8:10], fields[11], fields[16] = [entry.compressed_size, entry.size], len(extra), offset
    return _CENTRAL.pack(*fields) + entry.record[_CENTRAL.size : names_end] + extra + rest


def _without_wide_fields(extra: bytes) -> bytes:
    kept: list[bytes] = []
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind != 1:
            kept.append(extra[at : at + 4 + length])
        at += 4 + length
    return b"".join(kept)
