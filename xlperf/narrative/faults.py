"""What is wrong with an officer's template (模板错误), in her words: where, which tag, what to write instead."""

from __future__ import annotations

import re
import traceback
from typing import TYPE_CHECKING, Final

from xlperf.findings import Place
from xlperf.narrative.catalogue import TEMPLATE_FAULT

if TYPE_CHECKING:
    from pathlib import Path

    from xlperf.findings import Finding

FULL_WIDTH: Final = str.maketrans("｛｝％（）［］｜，．：；＝＋－＊／＜＞！“”‘’　＃", "{}%()[]|,.:;=+-*/<>!\"\"'' #")
"""Full-width characters that an input method leaves in a tag, and what Jinja wants there."""

_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_KNOWN_MESSAGES: Final = (
    (re.compile(r"unexpected char '(.)'"), "中有不能用的字符“{0}”"),
    (re.compile(r"unknown tag 'end\w+'.*closed is '(\w+)'", re.DOTALL), "少了结尾 {{% end{0} %}}"),
    (re.compile(r"Encountered unknown tag '(\w+)'"), "用了没有的语句“{0}”"),
    (re.compile(r"No filter named '(.+?)'"), "用了没有的过滤器“{0}”"),
    (re.compile(r"No test named '(.+?)'"), "用了没有的判断“{0}”"),
    (re.compile(r"Unexpected end of template"), "少了结尾，例如 {{% endif %}} 或 {{% endfor %}}"),
    (re.compile(r"unexpected end of template|unexpected '(?:\}|end of)"), "没有写完，或括号不成对"),
    (re.compile(r"expected token '(.+?)', got '(.+?)'"), "在“{1}”处写得不对，这里应是“{0}”"),
    (re.compile(r"unexpected '(.+?)'"), "中多了“{0}”"),
    (re.compile(r"block '(.+?)' defined twice"), "把“{0}”这一块写了两遍"),
)


def fault_words(fault: BaseException) -> str:
    """Say in Chinese what Jinja found wrong."""
    message = str(getattr(fault, "message", None) or fault)
    if re.search(r"[\u4e00-\u9fff]", message) and "用了没有的名称" in message:
        return message
    for pattern, words in _KNOWN_MESSAGES:
        if found := pattern.search(message):
            return words.format(*found.groups())
    return {
        "SecurityError": "用了不允许的写法",
        "TemplateNotFound": f"引用了没有的模板“{message}”",
        "RecursionError": "套用自己，没有尽头",
        "ZeroDivisionError": "除以了零",
    }.get(type(fault).__name__, "写得不对，不能套用")


def suggestion(tag: str) -> str:
    """Write the tag with half-width signs, if that is what is wrong with it; else nothing."""
    mended = tag.translate(FULL_WIDTH)
    return f"应写成“{mended}”" if mended != tag else ""


def text_fault(fault: BaseException, template: Path) -> Finding:
    """Make a finding of an error in an officer's text template: line, its text, what to write."""
    from xlperf.narrative.environment import read_template

    line = getattr(fault, "lineno", None) or _line_within(fault, template)
    lines = read_template(template).split("\n")
    text = lines[line - 1].strip() if line and line <= len(lines) else ""
    words = fault_words(fault)
    quote = _tag_meant(text, words)
    name = f"{template.parent.name}/{template.name}"
    return TEMPLATE_FAULT.finding(
        place=Place(file=name, line=line),
        quote=quote,
        hint=suggestion(quote) if _TAG.fullmatch(quote) else "",
        template=name,
        spot=f"第{line}行" if line else "",
        fault=words,
    )


def _tag_meant(text: str, words: str) -> str:
    """Pick the tag of a line that a message speaks of; the whole line where none stands out."""
    tags: list[str] = _TAG.findall(text)
    named = [part for part in re.findall(r"“(.+?)”", words) if part]
    meant = [tag for tag in tags if any(part in tag for part in named)] or [tag for tag in tags if suggestion(tag)]
    return (meant or tags)[0] if meant or len(tags) == 1 else text


def _line_within(fault: BaseException, template: Path) -> int | None:
    lines = [f.lineno for f in traceback.extract_tb(fault.__traceback__) if f.filename == str(template)]
    return lines[-1] if lines else None
