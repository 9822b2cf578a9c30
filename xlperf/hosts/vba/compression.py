"""Compression of VBA source as Office stores it (MS-OVBA 2.4.1): chunks of 4096 bytes, copies within a chunk."""

from __future__ import annotations

import struct
from typing import Final

_CHUNK: Final = 4096
_SIGNATURE: Final = b"\x01"
_COMPRESSED: Final = 0xB000
_RAW: Final = 0x3000
_SHORTEST_COPY: Final = 3


def compress(data: bytes) -> bytes:
    """Compress bytes into a container that starts with its signature byte."""
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    return _SIGNATURE + b"".join(_compress_chunk(chunk) for chunk in chunks)


def decompress(container: bytes) -> bytes:
    """Give back the bytes that were compressed. Raises ValueError for what is no container."""
    if container[:1] != _SIGNATURE:
        raise ValueError("not a compressed container: signature byte missing")
    data, at = bytearray(), 1
    while at < len(container):
        (header,) = struct.unpack_from("<H", container, at)
        end = at + (header & 0x0FFF) + 3
        body = container[at + 2 : end]
        data += _decompress_chunk(body) if header & 0x8000 else body
        at = end
    return bytes(data)


def _compress_chunk(chunk: bytes) -> bytes:
    body = bytearray()
    at = 0
    while at < len(chunk):
        flags, tokens = 0, bytearray()
        for bit in range(8):
            if at >= len(chunk):
                break
            offset, length = _longest_copy(chunk, at)
            if length < _SHORTEST_COPY:
                tokens.append(chunk[at])
                at += 1
            else:
                flags |= 1 << bit
                tokens += struct.pack("<H", (offset - 1) << (16 - _offset_bits(at)) | (length - _SHORTEST_COPY))
                at += length
        body.append(flags)
        body += tokens
    if len(body) > _CHUNK:  # it did not shrink: stored as it is, filled up
        return struct.pack("<H", _RAW | _CHUNK - 1) + chunk.ljust(_CHUNK, b"\0")
    return struct.pack("<H", _COMPRESSED | len(body) - 1) + bytes(body)


def _decompress_chunk(body: bytes) -> bytes:
    data, at = bytearray(), 0
    while at < len(body):
        flags = body[at]
        at += 1
        for bit in range(8):
            if at >= len(body):
                break
            if not flags >> bit & 1:
                data.append(body[at])
                at += 1
                continue
            (token,) = struct.unpack_from("<H", body, at)
            length_bits = 16 - _offset_bits(len(data))
            offset = (token >> length_bits) + 1
            for _ in range((token & (1 << length_bits) - 1) + _SHORTEST_COPY):
                data.append(data[-offset])  # a copy may overlap what it writes
            at += 2
    return bytes(data)


def _offset_bits(at: int) -> int:
    """Say how many bits of a copy token hold the offset: enough for all that is behind, four at least."""
    return max(4, (at - 1).bit_length()) if at else 4


def _longest_copy(chunk: bytes, at: int) -> tuple[int, int]:
    """Find offset and length of the longest earlier piece that repeats at ``at``; length 0 when there is none."""
    most = min((0xFFFF >> _offset_bits(at)) + _SHORTEST_COPY, len(chunk) - at)
    start, length = at, 0
    while length < most:
        found = chunk.rfind(chunk[at : at + length + 1], 0, at + length)  # a copy may overlap what it writes
        if found < 0:
            break
        start, length = found, length + 1
    return at - start, length
