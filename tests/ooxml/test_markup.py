from __future__ import annotations

import pytest

from xlperf.ooxml import UnreadableWorkbook
from xlperf.ooxml.markup import Document


def tree(text: str, part: str = "a.xml") -> Document:
    return Document(text.encode(), part)


def test_what_is_not_edited_stays_byte_for_byte() -> None:
    text = "<?xml version='1.0'?>\n<!-- 注 --><a  b = 'x>y' c=\"&lt;\"\n><d/><e></e><f>/></f></a >\n"
    document = tree(text)
    assert document.rendered() == text.encode()
    assert document.root.get("b") == "x>y"
    assert [child.name for child in document.root.children] == ["d", "e", "f"]
    document.root.children[1].set("n", "1")
    assert document.rendered().decode() == text.replace("<e>", '<e n="1">')


def test_attributes_are_changed_added_and_removed_in_place() -> None:
    document = tree("<a x='1' y=\"2\"><b/></a>")
    document.root.set("x", 'a"b<')
    document.root.set("z", "3")
    document.root.unset("y")
    document.root.children[0].set("n", "1")
    assert document.rendered() == b'<a x="a&quot;b&lt;" z="3"><b n="1"/></a>'


def test_elements_are_added_replaced_and_removed() -> None:
    document = tree("<a><b/><c>1</c><d><e/></d></a>")
    b, c, d = document.root.children
    b.append(b"<n/>")
    b.append(b"<m/>")
    b.set("k", "v")
    b.insert_after(b"<after/>")
    c.set_text("2 < 3")
    d.children[0].set("gone", "1")
    d.set("gone", "1")
    d.remove()
    document.root.append(b"<last/>")
    assert document.rendered() == b'<a><b k="v"><n/><m/></b><after/><c>2 &lt; 3</c><last/></a>'


def test_relationship_attributes_are_known_by_one_prefix() -> None:
    for namespace in (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ):
        assert tree(f'<a xmlns:q="{namespace}" q:id="7" id="8"/>').root.get("r:id") == "7"


def test_html_line_breaks_in_drawings_are_no_fault() -> None:
    text = "<xml><v><font>甲<br>乙</font></v><w/></xml>"
    document = tree(text, "drawing.vml")
    document.root.children[1].set("a", "1")
    assert document.rendered().decode() == text.replace("<w/>", '<w a="1"/>')
    with pytest.raises(UnreadableWorkbook):
        tree(text)


@pytest.mark.parametrize("text", ["", "<a>", "<a></b>", "<a b=1/>", "<a>&x;</a>", "<!DOCTYPE a><a/>", "<p:a/>", "\x01"])
def test_malformed_parts_are_refused_by_name(text: str) -> None:
    with pytest.raises(UnreadableWorkbook, match=r"a.xml"):
        tree(text)
