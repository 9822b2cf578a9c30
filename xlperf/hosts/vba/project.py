"""A VBA project (vbaProject.bin) from source alone: Office compiles it when the workbook is opened (MS-OVBA)."""

from __future__ import annotations

import struct
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.hosts.vba.compound_file import write_compound_file
from xlperf.hosts.vba.compression import compress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CODE_PAGE: Final = 936
_ENCODING: Final = "ascii"
"""Source and names are ASCII, which reads the same in every code page."""
_LANGUAGE: Final = 0x0409
_PROJECT: Final = "VBAProject"
_WORKBOOK_CLASS: Final = "00020819-0000-0000-C000-000000000046"
_SHEET_CLASS: Final = "00020820-0000-0000-C000-000000000046"
_OFFICE_LIBRARY: Final = (
    r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
    r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library"
)
_LIBRARIES: Final = (
    ("stdole", r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"),
    (
        "Office",
        _OFFICE_LIBRARY,
    ),
)
_SOURCE_ONLY: Final = bytes.fromhex("cc61ffff000000")
"""The stream _VBA_PROJECT with version FFFF: caches are not there, compile from source."""
_ENCRYPTION_SEED: Final = 0x8D
_UNPROTECTED: Final = bytes(4)
_NO_PASSWORD: Final = b"\x00"
_VISIBLE: Final = b"\xff"
_HIDDEN_ATTRIBUTES: Final = (
    'Attribute VB_Name = "{name}"',
    'Attribute VB_Base = "0{{{class_id}}}"',
    "Attribute VB_GlobalNameSpace = False",
    "Attribute VB_Creatable = False",
    "Attribute VB_PredeclaredId = True",
    "Attribute VB_Exposed = True",
    "Attribute VB_TemplateDerived = False",
    "Attribute VB_Customizable = True",
)


@dataclass(frozen=True, slots=True)
class _Module:
    name: str
    source: str
    document: bool = False
    """Whether it belongs to the workbook or a sheet."""


def build_project(modules: Mapping[str, str], sheets: Sequence[str]) -> bytes:
    """Write vbaProject.bin with the given modules (name → ASCII source) for a workbook of these sheets (code names).

    Raises UnicodeEncodeError for source that is not ASCII.
    """
    everything = [
        _document("ThisWorkbook", _WORKBOOK_CLASS),
        *(_document(sheet, _SHEET_CLASS) for sheet in sheets),
        *(_Module(name, f'Attribute VB_Name = "{name}"\n{source}') for name, source in modules.items()),
    ]
    streams = {module.name: compress(_with_crlf(module.source).encode(_ENCODING)) for module in everything}
    streams["_VBA_PROJECT"] = _SOURCE_ONLY
    streams["dir"] = compress(_directory(everything))
    return write_compound_file({"VBA": streams, "PROJECT": _project(everything), "PROJECTwm": _names(everything)})


def _document(name: str, class_id: str) -> _Module:
    return _Module(name, "\n".join(_HIDDEN_ATTRIBUTES).format(name=name, class_id=class_id), document=True)


def _with_crlf(source: str) -> str:
    return "".join(f"{line}\r\n" for line in source.splitlines())


def _directory(modules: Sequence[_Module]) -> bytes:
    """The stream dir (2.3.4.2): information, references, modules."""
    parts = [
        _record(0x01, struct.pack("<I", 3)),  # 64-bit Windows
        _record(0x02, struct.pack("<I", _LANGUAGE)),
        _record(0x14, struct.pack("<I", _LANGUAGE)),
        _record(0x03, struct.pack("<H", _CODE_PAGE)),
        _record(0x04, _PROJECT.encode(_ENCODING)),
        _record(0x05) + _record(0x40),  # description
        _record(0x06) + _record(0x3D),  # help file
        _record(0x07, bytes(4)),
        _record(0x08, bytes(4)),
        struct.pack("<HIIH", 0x09, 4, 0x5F7A3C00, 3),  # version
        _record(0x0C) + _record(0x3C),  # constants
    ]
    for name, library in _LIBRARIES:
        address = library.encode(_ENCODING)
        parts += [
            _record(0x16, name.encode(_ENCODING)) + _record(0x3E, name.encode("utf-16-le")),
            _record(0x0D, struct.pack("<I", len(address)) + address + bytes(6)),
        ]
    parts += [_record(0x0F, struct.pack("<H", len(modules))), _record(0x13, b"\xff\xff")]
    parts += [_module_record(module) for module in modules]
    return b"".join(parts) + _record(0x10)


def _module_record(module: _Module) -> bytes:
    narrow, wide = module.name.encode(_ENCODING), module.name.encode("utf-16-le")
    return b"".join(
        (
            _record(0x19, narrow) + _record(0x47, wide),  # module name
            _record(0x1A, narrow) + _record(0x32, wide),  # stream name
            _record(0x1C) + _record(0x48),  # description
            _record(0x31, bytes(4)),  # the source starts where the stream starts
            _record(0x1E, bytes(4)),
            _record(0x2C, b"\xff\xff"),
            _record(0x22 if module.document else 0x21),
            _record(0x2B),
        )
    )


def _record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def _project(modules: Sequence[_Module]) -> bytes:
    """The stream PROJECT (2.3.1): the modules by name, no protection, no password, visible."""
    project_id = "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, "xlperf")).upper() + "}"
    lines = [
        f'ID="{project_id}"',
        *(f"Document={m.name}/&H00000000" if m.document else f"Module={m.name}" for m in modules),
        f'Name="{_PROJECT}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_encrypted(project_id, _UNPROTECTED)}"',
        f'DPB="{_encrypted(project_id, _NO_PASSWORD)}"',
        f'GC="{_encrypted(project_id, _VISIBLE)}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "".join(f"{line}\r\n" for line in lines).encode(_ENCODING)


def _names(modules: Sequence[_Module]) -> bytes:
    """The stream PROJECTwm (2.3.3): each name in both encodings."""
    pairs = (m.name.encode(_ENCODING) + b"\0" + m.name.encode("utf-16-le") + b"\0\0" for m in modules)
    return b"".join(pairs) + b"\0\0"


def _encrypted(project_id: str, data: bytes) -> str:
    """Scramble protection state, password and visibility (2.4.3.2) as the stream PROJECT has them."""
    key = sum(project_id.encode(_ENCODING)) & 0xFF
    scrambled = [_ENCRYPTION_SEED, _ENCRYPTION_SEED ^ 2, _ENCRYPTION_SEED ^ key]
    plain_before, one_before, two_before = key, scrambled[2], scrambled[1]
    padding = bytes([7]) * ((_ENCRYPTION_SEED & 6) // 2)
    for byte in padding + struct.pack("<I", len(data)) + data:
        code = byte ^ (two_before + plain_before & 0xFF)
        scrambled.append(code)
        two_before, one_before, plain_before = one_before, code, byte
    return bytes(scrambled).hex().upper()
