"""The VBA project of 更新.xlsm, as another program (olevba) reads it."""

from __future__ import annotations

import io
import struct
import zipfile
from importlib import resources
from typing import Final

import olefile
import pytest

from xlperf.hosts.vba.compression import decompress
from xlperf.hosts.vba.project import build_project

VERSION: Final = 0x09
REFERENCE: Final = 0x16
MODULES: Final = 0x0F

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of a package that olevba uses


def modules_of(project: bytes) -> dict[str, str]:
    from oletools.olevba import VBA_Parser

    parser = VBA_Parser("vbaProject.bin", data=project)
    try:
        return {name: code for _, _, name, code in parser.extract_macros()}
    finally:
        parser.close()


def test_olevba_reads_the_source_that_was_put_in() -> None:
    source = 'Option Explicit\nPublic Sub Hello()\n    Range("A1").Value = 1\nEnd Sub\n'
    modules = modules_of(build_project({"Greeting": source}, ["Sheet1", "Sheet2"]))
    assert set(modules) == {"ThisWorkbook.cls", "Sheet1.cls", "Sheet2.cls", "Greeting.bas"}
    assert modules["Greeting.bas"].replace("\r\n", "\n").endswith(source)


def test_the_project_has_source_only_and_no_password() -> None:
    with olefile.OleFileIO(io.BytesIO(build_project({"M": "' nothing\n"}, ["Sheet1"]))) as file:
        assert file.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("cc61ffff000000")
        project = file.openstream("PROJECT").read().decode("ascii")
    assert "Module=M\r\n" in project
    assert "Document=Sheet1/&H00000000\r\n" in project


def test_the_same_source_gives_the_same_bytes() -> None:
    assert build_project({"M": "' x\n"}, ["Sheet1"]) == build_project({"M": "' x\n"}, ["Sheet1"])


def test_source_with_chinese_in_it_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        build_project({"M": "' 中文\n"}, ["Sheet1"])


def test_our_buttons_are_ascii_and_short() -> None:
    source = resources.files("xlperf.hosts.vba").joinpath("XlperfButtons.bas").read_bytes()
    statements = [line for line in source.decode("ascii").splitlines() if line.strip() and not line.startswith("'")]
    assert len(statements) <= 65


@pytest.fixture(scope="module")
def from_excel() -> olefile.OleFileIO:
    """A project that Excel itself wrote: the one in the example workbook that comes with xlwings."""
    with (
        resources.files("xlwings").joinpath("quickstart_standalone.xlsm").open("rb") as file,
        zipfile.ZipFile(file) as archive,
    ):
        return olefile.OleFileIO(io.BytesIO(archive.read("xl/vbaProject.bin")))


def records(project: olefile.OleFileIO) -> list[int]:
    """The numbers of the records of the stream dir, in order."""
    data, at, found = decompress(project.openstream("VBA/dir").read()), 0, []
    while at < len(data):
        number, size = struct.unpack_from("<HI", data, at)
        found.append(number)
        at += 6 + (6 if number == VERSION else size)
    return found


def test_the_records_stand_in_excel_s_own_order(from_excel: olefile.OleFileIO) -> None:
    ours = records(olefile.OleFileIO(io.BytesIO(build_project({"M": "' nothing\n"}, ["Sheet1"]))))
    theirs = records(from_excel)
    before_references, modules = ours.index(REFERENCE), ours.index(MODULES)
    assert ours[:before_references] == theirs[: theirs.index(REFERENCE)]
    per_module = len(ours[modules + 2 : -1]) // 3
    assert ours[modules : modules + 2 + per_module] == theirs[theirs.index(MODULES) :][: 2 + per_module]
    assert ours[-1] == theirs[-1]


def unscrambled(scrambled: str) -> bytes:
    """Undo the scrambling (MS-OVBA 2.4.3.3): what Excel does when it opens a project."""
    code = bytes.fromhex(scrambled)
    seed, plain = code[0], [code[0] ^ code[2]]
    for at in range(3, len(code)):
        plain.append(code[at] ^ (code[at - 2] + plain[-1] & 0xFF))
    data = bytes(plain[1 + (seed & 6) // 2 :])
    length = int.from_bytes(data[:4], "little")
    assert len(data) == 4 + length
    return data[4:]


def settings_of(project: olefile.OleFileIO) -> dict[str, str]:
    lines = project.openstream("PROJECT").read().decode("cp1252").splitlines()
    return {key: value.strip('"') for key, _, value in (line.partition("=") for line in lines)}


def test_protection_and_visibility_are_scrambled_as_excel_does(from_excel: olefile.OleFileIO) -> None:
    ours = settings_of(olefile.OleFileIO(io.BytesIO(build_project({"M": "' nothing\n"}, ["Sheet1"]))))
    theirs = settings_of(from_excel)
    for name, meaning in (("CMG", bytes(4)), ("DPB", b"\0"), ("GC", b"\xff")):
        assert unscrambled(theirs[name]) == unscrambled(ours[name]) == meaning
