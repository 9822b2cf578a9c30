from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from xlperf.narrative.word.blocks import marked, texts_of
from xlperf.narrative.word.merging import merge
from xlperf.narrative.word.plain_text import UnreadableReport, report_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from docx.document import Document as WordDocument

    from tests.conftest import Office


def report(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def saved(document: WordDocument) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def edited(content: bytes, edit: Callable[[WordDocument], object]) -> bytes:
    document = Document(io.BytesIO(content))
    edit(document)
    return saved(document)


def lines(content: bytes) -> list[str]:
    return [line for line in report_text(content).splitlines() if line.strip()]


FIRST = ("一、总体情况", "执行率 27.67%。", "二、变动", "没有变动。")
SECOND = ("一、总体情况", "执行率 31.20%。", "二、变动", "升 3.53 个百分点。", "三、新的一节")


def test_what_nobody_touched_is_renewed_and_new_paragraphs_come_in_their_place() -> None:
    merged = merge(marked(report(*FIRST)), marked(report(*SECOND)), texts_of(marked(report(*FIRST))))
    assert lines(merged.content) == list(SECOND)
    assert merged.edits == ()


def test_an_edited_paragraph_stays_and_the_new_words_are_offered() -> None:
    first = marked(report(*FIRST))
    theirs = edited(first, lambda d: d.paragraphs[1].add_run("（已核对）"))
    merged = merge(theirs, marked(report(*SECOND)), texts_of(first))
    assert lines(merged.content)[1] == "执行率 27.67%。（已核对）"
    (edit,) = merged.edits
    assert (edit.last, edit.theirs, edit.ours) == ("执行率 27.67%。", "执行率 27.67%。（已核对）", "执行率 31.20%。")
    taken = merge(theirs, marked(report(*SECOND)), texts_of(first), taken={"执行率 31.20%。"})
    assert lines(taken.content)[1] == "执行率 31.20%。"


def test_a_second_merge_changes_nothing() -> None:
    first = marked(report(*FIRST))
    theirs = edited(first, lambda d: d.paragraphs[1].add_run("（已核对）"))
    once = merge(theirs, marked(report(*SECOND)), texts_of(first))
    twice = merge(once.content, marked(report(*SECOND)), once.contents)
    assert twice.content == once.content
    assert [e.is_conflict for e in twice.edits] == [True]


def test_a_deleted_paragraph_stays_away() -> None:
    first = marked(report(*FIRST))
    theirs = edited(first, lambda d: d.paragraphs[1]._element.getparent().remove(d.paragraphs[1]._element))
    merged = merge(theirs, marked(report(*SECOND)), texts_of(first))
    assert "执行率 31.20%。" not in lines(merged.content)
    assert [e.theirs for e in merged.edits] == [""]


def test_tables_and_paragraphs_added_by_hand_stay() -> None:
    first = marked(report(*FIRST))

    def add(document: WordDocument) -> None:
        document.paragraphs[2].insert_paragraph_before("手工一段")
        document.add_table(1, 1).cell(0, 0).text = "手工表格"

    said = lines(merge(edited(first, add), marked(report(*SECOND)), texts_of(first)).content)
    assert "手工一段" in said
    assert "手工表格" in said
    assert "执行率 31.20%。" in said


def test_a_comment_stays_on_its_paragraph() -> None:
    first = marked(report(*FIRST))

    def comment(document: WordDocument) -> None:
        document.add_comment(document.paragraphs[1].runs[0], text="请核对", author="审核人")

    merged = merge(edited(first, comment), marked(report(*SECOND)), texts_of(first)).content
    document = Document(io.BytesIO(merged))
    assert [c.text for c in document.comments] == ["请核对"]
    assert document.paragraphs[1].text == "执行率 31.20%。"
    assert "commentRangeStart" in document.paragraphs[1]._element.xml


def test_without_our_memory_the_bookmarks_tell_what_was_edited() -> None:
    theirs = edited(marked(report(*FIRST)), lambda d: d.paragraphs[3].add_run("改"))
    said = lines(merge(theirs, marked(report(*SECOND))).content)
    assert "执行率 31.20%。" in said
    assert "没有变动。改" in said


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(UnreadableReport):
        merge(b"nothing", marked(report(*FIRST)))


texts = st.lists(st.sampled_from(["甲 1", "甲 2", "乙 3。", "丙段", "丁 4%", "戊"]), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(texts, texts, st.lists(st.integers(0, 5), max_size=3), st.booleans())
def test_whatever_changes_on_both_sides_nothing_typed_is_lost(
    old: list[str], new: list[str], at: list[int], strip: bool
) -> None:
    first = marked(report(*old))
    typed: list[str] = []

    def edit(document: WordDocument) -> None:
        for number, position in enumerate(at):
            paragraphs = document.paragraphs
            words = f"人工{number}号"
            typed.append(words)
            if number % 2:
                paragraphs[position % len(paragraphs)].insert_paragraph_before(words)
            else:
                paragraphs[position % len(paragraphs)].add_run(words)
        if strip:
            _without_bookmarks(document.element.iter())

    theirs = edited(first, edit)
    once = merge(theirs, marked(report(*new)), texts_of(first))
    said = report_text(once.content)
    assert all(words in said for words in typed)
    assert merge(once.content, marked(report(*new)), once.contents).edits == once.edits or strip
    if not at:
        assert lines(once.content) == [text for text in new if text]


def _without_bookmarks(nodes: Iterable[object]) -> None:
    for node in list(nodes):
        if str(node.tag).endswith(("}bookmarkStart", "}bookmarkEnd")):  # type: ignore[attr-defined]
            node.getparent().remove(node)  # type: ignore[attr-defined]


@pytest.mark.office
def test_the_bookmarks_survive_saving_in_libreoffice(office: Office, tmp_path: Path) -> None:
    first = marked(report(*FIRST))
    (tmp_path / "报告.docx").write_bytes(first)
    import subprocess

    out = tmp_path / "存过"
    out.mkdir()
    command = [office.program, "--headless", f"-env:UserInstallation={office.profile.as_uri()}"]
    subprocess.run(
        [*command, "--convert-to", "docx", "--outdir", str(out), str(tmp_path / "报告.docx")],
        check=True,
        capture_output=True,
    )
    merged = merge((out / "报告.docx").read_bytes(), marked(report(*SECOND)), texts_of(first))
    assert merged.edits == ()
    assert lines(merged.content) == list(SECOND)
