"""Comments (批注): read, and added with the drawing that shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlperf.ooxml.text import from_excel, whole_number

if TYPE_CHECKING:
    from xlperf.ooxml.markup import Element


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a cell."""

    cell: str
    text: str
    author: str = ""


def read_comments(root: Element) -> dict[str, Comment]:
    """Read the comments of a part by the address of their cells."""
    authors = [author.text for group in root.all("authors") for author in group.all("author")]
    found: dict[str, Comment] = {}
    for group in root.all("commentList"):
        for comment in group.all("comment"):
            address = comment.get("ref").replace("$", "").upper()
            number = whole_number(comment.get("authorId", "0"))
            author = authors[number] if 0 <= number < len(authors) else ""
            found[address] = Comment(address, comment_text(comment), author)
    return found


def comment_text(comment: Element) -> str:
    """Read the text of a comment, without phonetic guides."""
    body = comment.first("text")
    if body is None:
        return ""
    pieces = [
        element.text
        for element in body.walk()
        if element.name == "t" and (element.parent is None or element.parent.name != "rPh")
    ]
    return from_excel("".join(pieces))
