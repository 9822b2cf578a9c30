from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xlperf.audit import audit_report
from xlperf.audit.text import document_of_text, read_document
from xlperf.errors import UnusableInput

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Office

TEXT = "2023年度部门整体支出绩效自评报告\n本年收入合计873.35万元，其中：财政拨款收入847.43万元，其他收入25.92万元。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_every_encoding_in_use(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert [p.text.lstrip("\ufeff") for p in read_document(path).paragraphs] == TEXT.splitlines()


def test_a_file_with_two_encodings_is_read_line_by_line_and_said_so(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    first, second = TEXT.splitlines(keepends=True)
    path.write_bytes(first.encode() + second.encode("gbk"))
    document = read_document(path)
    assert [p.text for p in document.paragraphs] == TEXT.splitlines()
    assert "两种编码" in document.remarks[0]
    assert any(f.code == "XP995" for f in audit_report(path).findings)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为"),
        ("空.txt", b"", "空文件"),
        ("坏.docx", b"PK\x03\x04" + bytes(600), "不是完好的 Word"),
        ("坏.pdf", b"%PDF-1.4\nnothing", "PDF"),
        ("坏.xlsx", b"hello", "读不出来"),
        ("图.png", b"\x89PNG\r\n\x1a\n", "不是能核对的文件"),
        ("二进制.txt", bytes(range(256)) * 40, "不是文本文件"),
        ("富.rtf", b"{\\rtf1 x}", "RTF"),
    ],
)
def test_what_cannot_be_read_is_refused_in_plain_words(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnusableInput, match=words):
        read_document(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="找不到文件"):
        read_document(tmp_path / "无.docx")


def test_a_scanned_pdf_says_that_it_has_no_text(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    path = tmp_path / "扫描.pdf"
    with path.open("wb") as file:
        writer.write(file)
    with pytest.raises(UnusableInput, match="扫描件"):
        read_document(path)


@pytest.mark.office
def test_a_pdf_is_read_into_paragraphs_and_its_figures_are_checked(tmp_path: Path, office: Office) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph("2023年度部门整体支出绩效自评报告")
    for _ in range(12):
        document.add_paragraph(
            "本部门严格执行预算管理制度，按照进度支付资金，会计核算规范，资产管理到位，信息公开及时，" * 3
            + "没有发现违规情形。"
        )
    document.add_paragraph(
        "本年收入合计873.35万元，其中：一般公共预算财政拨款收入847.43万元，占97.03%，上级补助收入0.00万元，其他收入29.52万元，占3.38%。"
    )
    source = tmp_path / "报告.docx"
    document.save(str(source))
    path = office.convert(source, to="pdf", out=tmp_path / "out")
    result = audit_report(path)
    assert len(read_document(path).paragraphs) < 30
    assert any(f.kind == "SUM" and f.severity == "error" for f in result.findings)


def test_lines_broken_by_width_are_joined_into_paragraphs() -> None:
    line = "本部门严格执行预算管理制度按照进度支付资金会计核算规范资产管理到位信息公开"
    document = document_of_text("\n".join([line] * 9 + ["完毕。", "一、下一段"]))
    assert len(document.paragraphs) == 2
    assert document.paragraphs[0].place(len(line) + 1).line == 2


def test_tables_typed_with_bars_or_tabs_are_read() -> None:
    document = document_of_text("支出构成表\n|科目|金额|\n|---|---|\n|甲|1.00|\n\n乙\t2\n丙\t3")
    assert [table.rows for table in document.tables] == [(("科目", "金额"), ("甲", "1.00")), (("乙", "2"), ("丙", "3"))]
    assert document.tables[0].lines == (2, 4)


@pytest.mark.parametrize(
    "text",
    [
        "1" * 60_000,
        "1,2" * 20_000,
        "(" * 20_000 + "1+2" + ")" * 20_000 + "=4",
        "\\frac{" * 5_000 + "=3",
        "其中：收入1万元，" * 3_000,
        "、" * 20_000 + "共3个",
    ],
)
def test_hostile_text_is_read_to_the_end(tmp_path: Path, text: str) -> None:
    path = tmp_path / "长.txt"
    path.write_text(text, encoding="utf-8")
    assert not [f for f in audit_report(path).findings if f.code == "XP996"]
