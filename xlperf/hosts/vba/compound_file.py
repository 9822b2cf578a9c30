"""A compound file (MS-CFB, version 3): the folder of streams in which Office keeps a VBA project."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

Storage: TypeAlias = "Mapping[str, bytes | Storage]"
"""Names of streams with their bytes, and of storages inside."""

_SECTOR: Final = 512
_MINI_SECTOR: Final = 64
_MINI_LIMIT: Final = 4096
"""Streams below this size lie in the mini stream."""
_FREE: Final = 0xFFFFFFFF
_END: Final = 0xFFFFFFFE
_FAT_SECTOR: Final = 0xFFFFFFFD
_NOBODY: Final = 0xFFFFFFFF
_IDS_PER_SECTOR: Final = _SECTOR // 4
_HEADER_FAT_IDS: Final = 109
_STORAGE: Final = 1
_STREAM: Final = 2
_ROOT: Final = 5
_RED: Final = 0
_BLACK: Final = 1


@dataclass(slots=True)
class _Entry:
    """A line of the directory."""

    name: str
    kind: int
    data: bytes = b""
    color: int = _BLACK
    left: int = _NOBODY
    right: int = _NOBODY
    child: int = _NOBODY
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        return (
            name.ljust(64, b"\0")
            + struct.pack("<HBB", len(name), self.kind, self.color)
            + struct.pack("<III", self.left, self.right, self.child)
            + bytes(16 + 4 + 8 + 8)  # class id, state bits, times
            + struct.pack("<IQ", self.start, self.size)
        )


_EMPTY_ENTRY: Final = bytes(68) + struct.pack("<III", _NOBODY, _NOBODY, _NOBODY) + bytes(48)


@dataclass(slots=True)
class _Chains:
    """Sectors and the table that says which follows which."""

    size: int
    next: list[int] = field(default_factory=list)
    sectors: list[bytes] = field(default_factory=list)

    def add(self, data: bytes) -> int:
        """Append data and return its first sector."""
        pieces = [data[at : at + self.size].ljust(self.size, b"\0") for at in range(0, len(data), self.size)]
        if not pieces:
            return _END
        start = len(self.next)
        self.next += [*range(start + 1, start + len(pieces)), _END]
        self.sectors += pieces
        return start


def write_compound_file(root: Storage) -> bytes:
    """Write storages and streams into the bytes of a compound file."""
    entries = [_Entry("Root Entry", _ROOT)]
    _add_entries(entries, 0, root)
    sectors, mini = _Chains(_SECTOR), _Chains(_MINI_SECTOR)
    for entry in entries:
        if entry.kind == _STREAM:
            entry.size = len(entry.data)
            entry.start = (mini if entry.size < _MINI_LIMIT else sectors).add(entry.data)
    mini_stream = b"".join(mini.sectors)
    entries[0].start, entries[0].size = sectors.add(mini_stream), len(mini_stream)
    mini_table = _filled(_ids(mini.next))
    mini_start = sectors.add(mini_table)
    directory = b"".join(entry.packed() for entry in entries)
    directory += _EMPTY_ENTRY * (-len(entries) % 4)
    directory_start = sectors.add(directory)
    fat = _append_fat(sectors)
    header = _header(fat, directory_start, mini_start, len(mini_table) // _SECTOR)
    return header + b"".join(sectors.sectors)


def _add_entries(entries: list[_Entry], parent: int, storage: Storage) -> None:
    numbers = []
    for name, content in storage.items():
        numbers.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content))
        else:
            entries.append(_Entry(name, _STORAGE))
            _add_entries(entries, len(entries) - 1, content)
    numbers.sort(key=lambda number: (len(entries[number].name), entries[number].name.upper()))
    entries[parent].child = _balance(entries, numbers, len(numbers).bit_length() - 1)
    if numbers:
        entries[entries[parent].child].color = _BLACK


def _balance(entries: list[_Entry], numbers: Sequence[int], black_levels: int) -> int:
    """Arrange siblings as a balanced tree; the last level, which may have gaps, is red."""
    if not numbers:
        return _NOBODY
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.left = _balance(entries, numbers[:middle], black_levels - 1)
    entry.right = _balance(entries, numbers[middle + 1 :], black_levels - 1)
    entry.color = _BLACK if black_levels > 0 else _RED
    return numbers[middle]


def _append_fat(sectors: _Chains) -> Sequence[int]:
    """Append the table of sectors, which counts itself too; return where it lies."""
    used, count = len(sectors.next), 0
    while count * _IDS_PER_SECTOR < used + count:
        count += 1
    if count > _HEADER_FAT_IDS:
        raise ValueError(f"{used * _SECTOR} bytes are more than a project of ours can have")
    places = range(used, used + count)
    table = _filled(_ids([*sectors.next, *[_FAT_SECTOR] * count]))
    sectors.sectors += [table[at : at + _SECTOR] for at in range(0, len(table), _SECTOR)]
    return places


def _header(fat: Sequence[int], directory: int, mini_start: int, mini_sectors: int) -> bytes:
    return (
        bytes.fromhex("D0CF11E0A1B11AE1")
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)  # version 3, little endian, sectors of 2**9 and 2**6 bytes
        + bytes(6)
        + struct.pack("<IIII", 0, len(fat), directory, 0)
        + struct.pack("<IIIII", _MINI_LIMIT, mini_start, mini_sectors, _END, 0)
        + _ids([*fat, *[_FREE] * (_HEADER_FAT_IDS - len(fat))])
    )


def _ids(numbers: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _filled(table: bytes) -> bytes:
    return table + b"\xff" * (-len(table) % _SECTOR)
