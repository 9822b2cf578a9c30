"""The scores as a report states them (评分): full marks, scores and what they belong to, in their many wordings."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.audit.outline import stated_level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlperf.audit.outline import Entry

_N: Final = r"(?P<{}>-?\d{{1,6}}(?:\.\d{{1,6}})?)"
_FULL_WORDS: Final = (
    r"(?:满分分值|标准分值?|分值满分|指标分值|指标满分|权重分值|满分|分值|总分值|权重|赋分|应得分?|标准分)"
)
_GAIN_WORDS: Final = r"(?:自评得分|自评分值|自评分数|实际得分|评价得分|综合得分|总得分|最终得分|自评总分|综合评分|评价总分|评价总得分|自评综合得分|自我评价得分|自评为|自评结果为|得分|自评得|自评|实得|评定得分|评分|计分|扣后得|共得|合计得|得)"  # noqa: E501 - one pattern
_LINK: Final = r"[^\d。；，]{0,6}?(?:为|是|：|:|共计?|合计|达|得|计|为：)?\(?"
_PAIRS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # 满分1.5分，自评得分为1.5分 / 分值5分、得4分 / 权重5分，实际得分4.5分
        rf"{_FULL_WORDS}{_LINK}{_N.format('full')}分?[，、;；,(（]*(?:[^\d，。；]{{0,10}}[，,])?[^\d，。；]{{0,12}}?{_GAIN_WORDS}{_LINK}{_N.format('score')}分",
        # （3分）得3分 / (分值3分) 自评3分 / 预算编制（13分），得13分
        rf"\((?:{_FULL_WORDS}?(?:为|：|:)?)?{_N.format('full')}分\)[^\d。；]{{0,14}}?{_GAIN_WORDS}{_LINK}{_N.format('score')}分",
        # （15分，自评12分） / （满分15分；得12分）
        rf"\((?:{_FULL_WORDS}?(?:为|：|:)?)?{_N.format('full')}分[，、；,;/]?[^\d。；)）]{{0,6}}?{_GAIN_WORDS}{_LINK}{_N.format('score')}分[)）]",
        # 得分3分（满分3分） / 自评得3分，满分3分 / 得3分（分值为3分）
        rf"{_GAIN_WORDS}{_LINK}{_N.format('score')}分?[，、;；,(（]+(?:该项|本项|该指标|此项)?[^\d，。；]{{0,8}}?{_FULL_WORDS}{_LINK}{_N.format('full')}分",
        # 得3/3分、自评得分3/5 / 3分（满分）
        rf"{_GAIN_WORDS}{_LINK}{_N.format('score')}分?/{_N.format('full')}分",
        # 在满分5分中得4分 / 5分得4分
        rf"(?:共|计|设|占){_N.format('full')}分[，、(]{{0,1}}[^\d，。；]{{0,8}}?{_GAIN_WORDS}{_LINK}{_N.format('score')}分",
    )
)
_FULL_ONLY: Final = re.compile(rf"{_FULL_WORDS}{_LINK}{_N.format('full')}分")
_HEAD_FULL: Final = re.compile(
    rf"\((?:{_FULL_WORDS}?(?:为|：)?)?{_N.format('full')}分\)$|(?<=[\u4e00-\u9fff])[（(]?{_N.format('full2')}分[)）]?$"
)
_SCORE_ONLY: Final = re.compile(
    rf"(?<![扣失])(?<!每){_GAIN_WORDS}(?:{_LINK}|[^\d。；，]{{0,4}}){_N.format('score')}分(?!以|/|钟|之)"
)
DEDUCTED: Final = re.compile(
    r"(?:扣|扣除|扣减|扣掉|失)(?:分|了|去|得)*(?:为|：|共|计)*(?P<off>\d{1,4}(?:\.\d{1,4})?)分"
)
_OVERALL: Final = re.compile(
    r"(?:总分|总得分|综合得分|综合评分|总体得分|最终得分|评价总分|自评总分|自评综合得分|整体支出(?:绩效)?自评[^，。；]{0,12}?(?:得分|为)|自评结论|自评结果|综合评价|自评得分情况|总体评价|绩效自评(?:总)?得分|评价等级|等级|整体自评)"
)
_GRADE: Final = re.compile(
    r"(?:等级|等次|评级|级别|结果|评定|结论)[^，。；]{0,6}?[“\"]?(?P<grade>优秀|优|良好|良|中等|中|合格|及格|较差|差|不合格)[”\"]?(?![质先化])"
)
_INDICATOR: Final = re.compile(r"[^部门单位局整体支出年度我本该项目绩效自评等经综合评定结果最终为，、：“”\d（）()]{2,}")
_RULE_WORDS: Final = re.compile(
    r"每|得满分|不得分|扣完为止|评分标准|计分标准|评分规则|评分办法|计分公式|分档|以上得|以下得|的得|的，?得|者得|低于|则得|否则|标准：|[≥≤<>]\d+%?[，,]?得|得分="
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A full mark, a score or both, as one place of the text states them."""

    name: str
    """The indicator's name, as far as the words give it."""
    level: int | None
    """1 to 3 where the words or the numbering tell; 0 for the report's total."""
    full: Decimal | None
    score: Decimal | None
    paragraph: int
    start: int
    end: int
    depth: int | None
    """The depth of the numbering in front of it."""
    ordinal: int | None = None
    opening: bool = False
    """It stands in the paragraph's heading or first sentence."""
    deducted: Decimal | None = None
    """What the words right behind it say was taken off (扣0.5分)."""


def score_marks(plain: str, entry: Entry, paragraph: int) -> Iterator[Mark]:
    """Find the statements of full marks and scores in a paragraph."""
    if "分" not in plain:
        return
    first_stop = plain.find("。", entry.mark.end if entry.mark else 0)
    opening_end = first_stop if first_stop >= 0 else len(plain)
    taken: list[tuple[int, int]] = []
    for start, end, full, score in _statements(plain):
        if any(start < stop and begin < end for begin, stop in taken[-8:]):
            continue
        clause_start = max(plain.rfind(stop, 0, start) for stop in "。；") + 1
        lead = plain[clause_start:start]
        if _RULE_WORDS.search(plain[max(clause_start, start - 30) : end]) and full is None:
            continue
        taken.append((start, end))
        tail = plain[end : end + 60].split("。", maxsplit=1)[0]
        off = DEDUCTED.search(tail)
        alone = full is None and (score or 0) >= 60 and not _INDICATOR.search(lead) and entry.heading is False
        large = (full is None or full >= 100) and (full or score or 0) > 45
        overall = alone or (large and bool(_OVERALL.search(lead[-30:] + plain[start:end])))
        yield Mark(
            name=_name(lead, entry),
            level=0 if overall else stated_level(lead[-40:] + plain[start:end]),
            full=full,
            score=score,
            paragraph=paragraph,
            start=start,
            end=end,
            depth=entry.mark.depth if entry.mark else None,
            ordinal=entry.mark.ordinal if entry.mark else None,
            opening=start <= opening_end,
            deducted=Decimal(off["off"]) if off else None,
        )


def _statements(plain: str) -> list[tuple[int, int, Decimal | None, Decimal | None]]:
    found: list[tuple[int, int, Decimal | None, Decimal | None]] = [
        (match.start(), match.end(), Decimal(match["full"]), Decimal(match["score"]))
        for pattern in _PAIRS
        for match in pattern.finditer(plain)
    ]
    pairs = [(start, end) for start, end, _, _ in found]

    def free(match: re.Match[str]) -> bool:
        return not any(match.start() < stop and begin < match.end() for begin, stop in pairs)

    found += ((m.start(), m.end(), None, Decimal(m["score"])) for m in _SCORE_ONLY.finditer(plain) if free(m))
    found += ((m.start(), m.end(), Decimal(m["full"]), None) for m in _FULL_ONLY.finditer(plain) if free(m))
    head = _HEAD_FULL.search(plain) if len(plain) < 60 else None
    if head and free(head):
        found.append((head.start(), head.end(), Decimal(head["full"] or head["full2"]), None))
    return sorted(found, key=lambda item: (item[0], -(item[1] - item[0])))


def _name(lead: str, entry: Entry) -> str:
    """Name what the marks belong to: the quoted words, the words before the bracket, or the paragraph's heading."""
    quoted: list[str] = re.findall(r'[“"]([^”"]{2,30})[”"]', lead)
    if quoted:
        return quoted[-1]
    bare = re.sub(r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．]?", "", lead).strip("，、（( ")
    bare = next((piece for piece in reversed(re.split(r"[，、：]", bare)) if re.search(r"[\u4e00-\u9fff]", piece)), "")
    bare = re.sub(r"(?:该|本|此)?(?:项|[一二三四]级)?(?:指标|部分|内容)?$|情况$", "", bare)
    bare = re.sub(r"(?:为|是|属于?)$", "", bare)
    bare = re.sub(r"^(?:该|本|此|其中|其)(?:项|[一二三四]级)?(?:指标|部分)?|^[一二三四]级指标", "", bare).strip('“”"：')
    return bare if 2 <= len(bare) <= 30 else (entry.title if entry.mark else "")


def stated_grade(text: str) -> str:
    """Give the grade that the words state (优、良、中、差); empty when none."""
    match = _GRADE.search(text)
    return match["grade"] if match else ""


@dataclass(frozen=True)
class Node:
    """An indicator with what the report states of it; its children are those one level down."""

    name: str
    level: int | None
    full: Decimal | None
    score: Decimal | None
    mark: Mark
    section: int
    """The paragraph that opens its section."""
    paragraphs: tuple[int, ...]
    """Where its marks stand."""
    parent: int | None
    """Index of the node above it; None at the top."""
    inline: bool = False
    """Named within a list of its parent's paragraph, not in a section of its own."""


def nodes_of(marks: Sequence[Mark], outline: Sequence[Entry]) -> tuple[Node, ...]:
    """Put the stated marks together into a tree, by headings first and by the named levels within one heading."""
    nodes: list[Node] = []
    by_section: dict[int, int] = {}
    overall = {mark.paragraph for mark in marks if mark.level == 0}
    listed = Counter(mark.paragraph for mark in marks if mark.level != 0)
    for mark in marks:
        if mark.level == 0:
            continue
        entry = outline[mark.paragraph]
        section = mark.paragraph if entry.mark or not entry.path else entry.path[-1]
        own = by_section.get(section)
        titled = (section == mark.paragraph and mark.paragraph not in overall) or _same_name(
            outline[section].title, mark.name, outline[section].title
        )
        if own is None and (entry.mark or entry.path) and titled:
            by_section[section] = len(nodes)
            nodes.append(_node(mark, section, _above(outline[section].path, by_section)))
            continue
        if own is None:
            parent = _level_parent(nodes, _above(entry.path, by_section), mark)
            nodes.append(_node(mark, mark.paragraph, parent, inline=listed[mark.paragraph] > 1))
            continue
        holder = nodes[own]
        same = _same_name(holder.name, mark.name, outline[section].title)
        deeper = mark.level is not None and holder.level is not None and mark.level > holder.level
        if same and not deeper:
            if (holder.full is None and mark.full is not None) or (holder.score is None and mark.score is not None):
                nodes[own] = _merged(holder, mark)
            continue
        if mark.full is None and mark.score is None:
            continue
        parent = _level_parent(nodes, own, mark)
        nodes.append(_node(mark, mark.paragraph, parent, inline=mark.paragraph in holder.paragraphs))
    return tuple(nodes)


def _node(mark: Mark, section: int, parent: int | None, *, inline: bool = False) -> Node:
    return Node(mark.name, mark.level, mark.full, mark.score, mark, section, (mark.paragraph,), parent, inline)


def _merged(node: Node, mark: Mark) -> Node:
    return replace(
        node,
        full=node.full if node.full is not None else mark.full,
        score=node.score if node.score is not None else mark.score,
        level=node.level if node.level is not None else mark.level,
        paragraphs=(*node.paragraphs, mark.paragraph),
        mark=mark if mark.score is not None and node.score is None else node.mark,
    )


def _above(path: Sequence[int], by_section: dict[int, int]) -> int | None:
    return next((by_section[at] for at in reversed(path) if at in by_section), None)


def _level_parent(nodes: Sequence[Node], own: int | None, mark: Mark) -> int | None:
    """Within one heading, a named level hangs under the last node with a higher level."""
    if mark.level is not None:
        for at in range(len(nodes) - 1, max(-1, len(nodes) - 40), -1):
            level = nodes[at].level
            if level is not None and level < mark.level and (own is None or at >= own):
                return at
    return own


def _same_name(one: str, other: str, title: str) -> bool:
    bare = [re.sub(r"(?:情况|指标)$|\W", "", name) for name in (one, other, title)]
    return (
        not bare[1] or bare[0] == bare[1] or bare[1] == bare[2] or bare[1] in ("自评", "本项", "该项", "合计", "得分")
    )
