"""The package: parts, the relationships between them, and their content types."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.archive import Archive
from xlperf.ooxml.errors import UnreadableWorkbook
from xlperf.ooxml.kinds import describe_package
from xlperf.ooxml.markup import Document, Element
from xlperf.ooxml.text import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CONTENT_TYPES: Final = "[Content_Types].xml"
_ROOT_RELATIONSHIPS: Final = "_rels/.rels"
_XML_SUFFIXES: Final = (".xml", ".rels", ".vml")
_PROLOG: Final = 2_048
_DOCTYPE: Final = re.compile(rb"<\s*!\s*DOCTYPE", re.IGNORECASE)
_ROOT_TAG: Final = re.compile(rb"<[^\s?!]")
_PERCENT: Final = re.compile(r"((?:%[0-9A-Fa-f]{2})+)")
_TRANSITIONAL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships/"


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another, or to something outside."""

    id: str
    kind: str
    """The last segment of its type, the same for strict and transitional files: ``worksheet``."""
    type: str
    target: str
    """The part it leads to; as written if it leads outside."""
    is_external: bool
    element: Element


class Package:
    """The parts of a workbook file, read when they are needed and kept with their edits."""

    def __init__(self, content: bytes) -> None:
        """Open a package.

        Raises:
            UnreadableWorkbook: no zip, damaged, or a DOCTYPE in one of its parts.
        """
        self.archive = Archive(content)
        self._documents: dict[str, Document] = {}
        self._folded = {_unquoted(name).lower(): name for name in self.archive.entries}
        self.rewritten: dict[str, Iterable[bytes]] = {}
        """Parts written anew as a whole, by their name."""
        self.removed: set[str] = set()
        self._refuse_doctypes()
        if self.find(CONTENT_TYPES) is None:
            raise UnreadableWorkbook(describe_package(self.archive.entries))

    def _refuse_doctypes(self) -> None:
        for name in self.archive.entries:
            if name.lower().endswith(_XML_SUFFIXES):
                beginning = self.archive.beginning(name, _PROLOG).replace(b"\0", b"")
                root = _ROOT_TAG.search(beginning)
                if root is None and len(beginning) >= _PROLOG // 4:
                    root = _ROOT_TAG.search(beginning := self.archive.read(name).replace(b"\0", b""))
                if _DOCTYPE.search(beginning, 0, root.start() if root else len(beginning)):
                    raise UnreadableWorkbook(f"工作簿的部件“{name}”含有 DOCTYPE 声明，可能是恶意文件，没有打开")

    def find(self, name: str) -> str | None:
        """Find a part whatever the case of its name or the way it is quoted; None if there is none."""
        if name in self.rewritten:
            return name
        found = name if name in self.archive.entries else self._folded.get(_unquoted(name).lower())
        return found if found not in self.removed else None

    @property
    def names(self) -> Iterator[str]:
        """Go through the names of all parts as they are now."""
        yield from (name for name in self.archive.entries if name not in self.removed)
        yield from (name for name in self.rewritten if name not in self.archive.entries)

    def original(self, name: str) -> bytes:
        """Give a part as it was read from the file."""
        return self.archive.read(name)

    def content(self, name: str) -> bytes:
        """Give a part as it is now."""
        if name in self._documents:
            return self._documents[name].rendered()
        if name in self.rewritten:
            return b"".join(self.rewritten[name])
        return self.archive.read(name)

    def document(self, name: str) -> Document:
        """Give a part as a tree whose edits will be saved.

        Raises:
            UnreadableWorkbook: if the part is missing or malformed.
        """
        found = self.find(name)
        if found is None:
            raise UnreadableWorkbook(f"工作簿缺少部件“{name}”，文件不完整，请用 Excel 或 WPS 修复后另存再用")
        if found not in self._documents:
            self._documents[found] = Document(self.content(found), found)
        return self._documents[found]

    def renew(self, name: str) -> Document:
        """Read a part again with its edits so far in place, for edits that build on them."""
        name = self.find(name) or name
        content = self.content(name)
        self.rewritten[name] = [content]
        self._documents[name] = Document(content, name)
        return self._documents[name]

    def bake(self) -> None:
        """Write the edits of all trees into the content of their parts, and forget the trees."""
        for name, document in self._documents.items():
            if document.is_changed:
                self.rewritten[name] = [document.rendered()]
        self.forget_trees()

    def forget_trees(self) -> None:
        """Forget the trees with their edits."""
        self._documents.clear()

    def add(self, name: str, content: bytes, content_type: str) -> None:
        """Add a part; an empty ``content_type`` leaves it to the default for its suffix."""
        self.removed.discard(name)
        self.rewritten[name] = [content]
        if content_type:
            types = self.document(CONTENT_TYPES).root
            types.append(
                f'<{types.prefix}Override PartName="/{_attribute(name)}" ContentType="{content_type}"/>'.encode()
            )
            self.renew(CONTENT_TYPES)

    def remove(self, name: str) -> None:
        """Take out a part, its content type and its own relationships."""
        for gone in (name, relationships_of(name)):
            self._documents.pop(gone, None)
            self.rewritten.pop(gone, None)
            if gone in self.archive.entries:
                self.removed.add(gone)
        for override in self.document(CONTENT_TYPES).root.all("Override"):
            if override.get("PartName").lstrip("/").lower() == name.lower():
                override.remove()

    def content_type(self, name: str) -> str:
        """Give a part's content type."""
        types = self.document(CONTENT_TYPES).root
        wanted = f"/{name}".lower()
        for override in types.all("Override"):
            if override.get("PartName").lower() in (wanted, wanted[1:]):
                return override.get("ContentType")
        suffix = name.rpartition(".")[2].lower()
        return next((d.get("ContentType") for d in types.all("Default") if d.get("Extension").lower() == suffix), "")

    def relationships(self, part: str) -> list[Relationship]:
        """List the relationships of a part; of the package itself for ``""``."""
        name = self.find(relationships_of(part))
        if name is None:
            return []
        return [_relationship(part, element) for element in self.document(name).root.all("Relationship")]

    def related(self, part: str, kind: str) -> str | None:
        """Find the first part of a kind that ``part`` leads to."""
        for link in self.relationships(part):
            if link.kind == kind and not link.is_external:
                found = self.find(link.target)
                if found is not None:
                    return found
        return None

    def relate(self, part: str, kind: str, target: str, *, type_: str = "") -> str:
        """Add a relationship from ``part`` to the part ``target`` and give its id.

        Args:
            part: where it starts.
            kind: last segment of its type.
            target: the part it leads to.
            type_: the whole type where it is not one of the office document's own.
        """
        name = self.find(relationships_of(part)) or relationships_of(part)
        if self.find(name) is None:
            self.rewritten[name] = [_EMPTY_RELATIONSHIPS]
        root = self.renew(name).root
        taken = {element.get("Id") for element in root.all("Relationship")}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        relative = posixpath.relpath(target, posixpath.dirname(part) or ".")
        type_ = type_ or (_STRICT if self.is_strict else _TRANSITIONAL) + kind
        root.append(
            f'<{root.prefix}Relationship Id="rId{number}" Type="{type_}" Target="{_attribute(relative)}"/>'.encode()
        )
        self.renew(name)
        return f"rId{number}"

    @property
    def is_strict(self) -> bool:
        """Whether the package follows the strict form of the standard."""
        return any(link.type.startswith(_STRICT) for link in self.relationships(""))

    def new_name(self, pattern: str) -> str:
        """Give the first free part name: ``xl/worksheets/sheet{}.xml``."""
        taken = {name.lower() for name in self.names} | {name.lower() for name in self.removed}
        number = 1
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)

    def written(self) -> Iterator[bytes]:
        """Give the file with all edits, piece by piece."""
        changed: dict[str, Iterable[bytes]] = dict(self.rewritten)
        changed |= {name: [doc.rendered()] for name, doc in self._documents.items() if doc.is_changed}
        return self.archive.written(changed, self.removed)


def relationships_of(part: str) -> str:
    """Give the name of the part that holds a part's relationships."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _relationship(part: str, element: Element) -> Relationship:
    is_external = element.get("TargetMode").lower() == "external"
    target = element.get("Target")
    if not is_external:
        target = resolved(part, target)
    type_ = element.get("Type")
    return Relationship(element.get("Id"), type_.rpartition("/")[2], type_, target, is_external, element)


def resolved(part: str, target: str) -> str:
    """Give the part that a target means, seen from ``part``."""
    target = target.replace("\\", "/").partition("#")[0]
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target)).lstrip("/")


def _attribute(text: str) -> str:
    return escaped(text).decode().replace('"', "&quot;")


def _unquoted(name: str) -> str:
    if "%" not in name:
        return name
    return _PERCENT.sub(lambda match: bytes.fromhex(match[1].replace("%", "")).decode("utf-8", "replace"), name)


_EMPTY_RELATIONSHIPS: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
