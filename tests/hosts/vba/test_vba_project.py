"""The VBA project of 更新.xlsm, as another program (olevba) reads it."""

from __future__ import annotations

import io
from importlib import resources

import olefile
import pytest

from xlperf.hosts.vba.project import build_project

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
    assert len(statements) <= 70
