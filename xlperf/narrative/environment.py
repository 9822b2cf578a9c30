"""The Jinja environments of texts and of the Word layout (模板环境): sandboxed, and strict about names.

Imported only where something is rendered, because Jinja takes time to load.
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
)
from jinja2.sandbox import SandboxedEnvironment

from xlperf.narrative.vocabulary import nearest
from xlperf.narrative.wording import FILTERS, FUNCTIONS
from xlperf.resources import templates as shipped_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping
    from typing import Any

    from jinja2 import Environment, Template
    from jinja2.bccache import Bucket

OWN: Final = "模板/"
"""Prefix of the names of templates that lie in the unit folder: 模板/结转结余率.j2."""

COMPILED: Final = "__pycache__"
"""Compiled templates lie beside the templates, as Python keeps its own; without write access there are none."""

REPORT_BLOCK: Final = "报告"
_EXTENDS: Final = re.compile(r"\{%-?\s*extends\b")
_BLOCK: Final = re.compile(r"\{%-?\s*block\b")


class UnknownName(StrictUndefined):
    """A name that nothing stands for; using it stops the rendering with a message in Chinese."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return str(self._undefined_hint)
        name = str(self._undefined_name)
        known = self._undefined_obj.keys() if hasattr(self._undefined_obj, "keys") else ()
        close = nearest(name, known)
        return f"用了没有的名称“{name}”" + (f"，是不是“{close}”？" if close else "")


class CompiledTemplates(FileSystemBytecodeCache):
    """Keeps the shipped templates compiled, where the folder may be written."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one compiled template."""
        with contextlib.suppress(OSError):
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)


class OwnTemplates(BaseLoader):
    """The officer's texts in 模板/, each built on the shipped one and compiled afresh every time."""

    def __init__(self, folder: Path, parents: Mapping[str, str]) -> None:
        self._folder = folder
        self._parents = parents

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        """Load 模板/NAME. Raises TemplateNotFound."""
        path = self._folder / name.removeprefix(OWN)
        if not name.startswith(OWN) or path.parent != self._folder or not path.is_file():
            raise TemplateNotFound(name)
        source = built_upon(read_template(path), self._parents[name])
        code = environment.compile(source, name, str(path))
        return environment.template_class.from_code(environment, code, globals or {}, None)


def read_template(path: Path) -> str:
    """Read a text template saved as UTF-8, or in the Chinese code page of an older Notepad."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def built_upon(text: str, parent: str) -> str:
    """Let a template that names no parent build on ``parent``; plain text becomes the text of the report.

    Nothing is put on a line of its own, so that line numbers in messages stay right.
    """
    if _EXTENDS.search(text):
        return text
    body = text if _BLOCK.search(text) else f"{{% block {REPORT_BLOCK} %}}{text}{{% endblock %}}"
    return f'{{% extends "{parent}" %}}{body}'


def text_environment(own: Path | None = None, parents: Mapping[str, str] | None = None) -> SandboxedEnvironment:
    """Make the environment in which texts are written: plain text, nothing escaped.

    ``own`` is the unit's 模板 folder; ``parents`` says on which shipped template each of its files builds.
    """
    shipped = shipped_templates()
    environment = _sandbox(autoescape=False)
    environment.trim_blocks = environment.lstrip_blocks = True
    loaders: list[BaseLoader] = [FileSystemLoader(shipped)]
    if own is not None:
        loaders.insert(0, OwnTemplates(own, {} if parents is None else parents))
    environment.loader = ChoiceLoader(loaders)
    environment.bytecode_cache = CompiledTemplates(str(shipped / COMPILED))
    return environment


def word_environment() -> SandboxedEnvironment:
    """Make the environment of the Word layout, in which everything printed is escaped for XML."""
    return _sandbox(autoescape=True)


def _sandbox(*, autoescape: bool) -> SandboxedEnvironment:
    environment = SandboxedEnvironment(undefined=UnknownName, autoescape=autoescape)
    environment.filters.update(dict[str, "Callable[..., Any]"](FILTERS))
    environment.globals.update(FUNCTIONS)
    return environment
