"""What is empty or unfinished (EMPTY): headings without text, cover lines without content, broken sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from xlperf.audit.catalogue import EMPTY_HEADING, UNFILLED, UNFINISHED, UNPAIRED
from xlperf.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.audit.document import Paragraph
    from xlperf.audit.outline import Entry
    from xlperf.audit.report import Report
    from xlperf.findings import Finding

_FIELD: Final = re.compile(
    r"^(?P<name>(?:部门|单位|项目|主管部门|实施单位|项目单位|填报单位|预算单位|评价单位|编制单位|所属|下属)?[\u4e00-\u9fff()（）]{0,12}(?:名称|填报人|填表人|负责人|联系人|联系电话|电话|日期|时间|部门|单位|数量|金额|审核人|经办人|编码|地址|邮箱|盖章|签字))[：:]_*(?:\(?(?:盖章|签字|公章)\)?)?$"
)
_BLANK_DATE: Final = re.compile(r"^(?:[\u4e00-\u9fff]{2,6}[：:])?(?:20)?年月日$|(?<!\d)年月日$")
_BLANK_FIGURE: Final = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:为|是|共|计|共计|合计|支出|收入|增加|减少|增长|下降|占|完成率|执行率)(?P<gap>(?:万元|亿元|元|%|个百分点)(?=[，。；、)(]|$))|(?:完成|完成率|执行率|占比|比例|增长|下降)(?:为|达|达到)?(?P<rate>%)"
)
_EMPTY_BRACKETS: Final = re.compile(r"\([，、：]?\)|“”|《》|「」|(?<=[为是])[，。；]")
_DANGLING: Final = re.compile(
    r"(?:[，、；：]|为|是|的|和|与|及|由于|因为|主要|其中|包括|以及|对|在|通过|根据|按照|等于|达到|共计|并|将|把|从|向|较|比|增长|下降|增加|减少|进一步|需要|不断|逐步|继续|尚未|导致|造成)$"
)
_NEW_SENTENCE: Final = re.compile(r"(?:19|20)\d\d年|[本我全年截按根通]|与|一是|[一二三四五六七八九十]、")
_SHORT: Final = 12
_SIGNATURE_LINES: Final = 4
_SIGNED: Final = re.compile(
    r"[\u4e00-\u9fff“”]{4,30}(?:[(（][\u4e00-\u9fff]{1,6}[)）])?|[(（][\u4e00-\u9fff]{1,8}[)）]|(?:20\d{2}|二[〇零○O0][\u4e00-\u9fff〇零]{2})年.{2,8}[月日]"
)
_NEEDS_NOTHING: Final = re.compile(
    r"附件|附表|目录|封面|决算表|公开表|总表|明细表|名词解释|^表|情况表|见附|报表|评分表"
)


def blanks(report: Report) -> Iterator[Finding]:
    """Every heading, cover line and sentence has its content."""
    body = list(report.body())
    for position, (index, paragraph, entry) in enumerate(body):
        following = body[position + 1] if position + 1 < len(body) else None
        if paragraph.in_table:
            continue
        yield from _fields(paragraph, following[1] if following else None)
        if entry.heading:
            yield from _heading(report, index, paragraph, entry, following)
            continue
        yield from _figures(paragraph)
        yield from _sentence(report, paragraph, entry, following)
        yield from _pairs(paragraph)


def _fields(paragraph: Paragraph, following: Paragraph | None) -> Iterator[Finding]:
    plain = paragraph.plain
    match = _FIELD.match(plain)
    if match and (
        following is None
        or _FIELD.match(following.plain)
        or len(following.plain) > 30
        or "：" in following.plain
        or re.match(r"[一二三四五六七八九十]、|目录|附件", following.plain)
    ):
        yield UNFILLED.finding(place=paragraph.place(0), subject=match["name"], quote=paragraph.text.strip())
    elif _BLANK_DATE.search(plain):
        yield UNFILLED.finding(place=paragraph.place(0), subject="日期", quote=paragraph.text.strip()[-30:])


def _heading(
    report: Report, index: int, paragraph: Paragraph, entry: Entry, following: tuple[int, Paragraph, Entry] | None
) -> Iterator[Finding]:
    """A heading is followed by text, by a deeper heading, or by a table."""
    if _NEEDS_NOTHING.search(entry.title) or any(table.after == index + 1 for table in report.document.tables):
        return
    if entry.mark is None:
        return
    if not following or _is_signature(report, following[0]):
        empty = len(report.paragraphs) > 8
    else:
        _, below, next_entry = following
        depth = entry.mark.depth
        if below.in_table:
            return
        same = next_entry.mark is not None and next_entry.mark.depth <= depth and next_entry.mark.depth != 4
        empty = same and (next_entry.heading or next_entry.mark.depth < depth) if next_entry.mark else False
        if empty and next_entry.mark and (next_entry.mark.depth == depth or _is_list_item(report, index)):
            empty = _has_text_elsewhere(report, index, depth)
    if empty and paragraph.plain.endswith(("：", "。")) and entry.mark.depth >= 3:
        return
    if empty:
        yield EMPTY_HEADING.finding(place=paragraph.place(0), subject=entry.title, quote=paragraph.text.strip())


def _is_list_item(report: Report, index: int) -> bool:
    """Say whether a heading is the last of a list of names: the one before it stands there without text as well."""
    mark, before = report.outline[index].mark, report.outline[index - 1]
    return bool(
        index and mark and before.mark and before.mark.depth == mark.depth and before.mark.ordinal == mark.ordinal - 1
    ) or report.paragraphs[index].plain.endswith(("。", "；"))


def _has_text_elsewhere(report: Report, index: int, depth: int) -> bool:
    """Headings in a row are a plain list of names unless their siblings have text below them."""
    path = report.outline[index].path
    with_text = without = 0
    for at in range(max(0, index - 60), min(len(report.outline) - 1, index + 60)):
        entry = report.outline[at]
        if entry.heading and entry.mark and entry.mark.depth == depth and (depth < 2 or entry.path == path):
            below = report.outline[at + 1]
            has = below.mark is None or below.mark.depth > depth or not below.heading
            with_text += has
            without += not has
    return with_text > without


def _figures(paragraph: Paragraph) -> Iterator[Finding]:
    for match in list(_BLANK_FIGURE.finditer(paragraph.plain))[:3]:
        if re.search(r"单位为|以$", paragraph.plain[max(0, match.start() - 3) : match.end()]):
            continue
        yield UNFILLED.finding(
            place=paragraph.place(match.start()),
            subject=paragraph.plain[max(0, match.start() - 12) : match.end()],
            quote=paragraph.quote(max(0, match.start() - 12), match.end()),
        )
    empty = _EMPTY_BRACKETS.search(paragraph.plain)
    if empty:
        yield UNFILLED.finding(
            place=paragraph.place(empty.start()),
            subject=paragraph.plain[max(0, empty.start() - 12) : empty.end()],
            quote=paragraph.quote(max(0, empty.start() - 12), empty.end()),
        )


def _sentence(
    report: Report, paragraph: Paragraph, entry: Entry, following: tuple[int, Paragraph, Entry] | None
) -> Iterator[Finding]:
    """A paragraph does not end on a comma or a verb; a colon or semicolon leads on to what follows."""
    plain = paragraph.plain.strip("*")
    match = _DANGLING.search(plain)
    signed = following is not None and _is_signature(report, following[0])
    if following and not signed and plain.endswith("如下："):
        return
    if len(plain) < _SHORT or not match or _NEEDS_NOTHING.search(plain[-8:]):
        return
    if plain.endswith(("：", "；")) and following and not signed:
        below = following[2]
        closes = (
            below.heading
            and below.mark is not None
            and below.mark.depth < (entry.mark.depth if entry.mark else _depth_above(report, entry) + 1)
        )
        if not closes or (plain.endswith("：") and following[1].in_table):
            return
    if plain.endswith(("：", "；")) and _table_follows(report, paragraph):
        return
    wrapped = (
        plain.endswith(("，", "、"))
        and following
        and following[2].mark is None
        and not _NEW_SENTENCE.match(following[1].plain)
    )
    yield UNFINISHED.finding(
        place=paragraph.place(len(plain) - 1),
        subject="句子",
        quote=paragraph.text.strip()[-40:],
        actual=plain[-20:],
        severity=Severity.HINT if wrapped else Severity.WARNING,
    )


def _depth_above(report: Report, entry: Entry) -> int:
    """Give the depth of the heading that an unnumbered paragraph stands under."""
    above = report.outline[entry.path[-1]].mark if entry.path else None
    return above.depth if above else 0


def _is_signature(report: Report, index: int) -> bool:
    """Say whether only the unit's name and the date follow to the report's end."""
    rest = report.paragraphs[index:]
    return len(rest) <= _SIGNATURE_LINES and all(_SIGNED.fullmatch(p.plain) for p in rest)


def _table_follows(report: Report, paragraph: Paragraph) -> bool:
    if not report.document.tables:
        return False
    return any(report.paragraphs[table.after - 1] is paragraph for table in report.document.tables if table.after)


def _pairs(paragraph: Paragraph) -> Iterator[Finding]:
    plain = re.sub(r"(?:^|(?<=[。；：，]))(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[a-z])\)", "", paragraph.plain)
    for opening, closing in (("(", ")"), ("“", "”"), ("《", "》")):
        if plain.count(opening) != plain.count(closing) and len(plain) < 4000:
            at = paragraph.plain.rfind(opening if plain.count(opening) > plain.count(closing) else closing)
            if at >= 0:
                yield UNPAIRED.finding(
                    place=paragraph.place(at),
                    subject="括号引号",
                    quote=paragraph.quote(max(0, at - 12), min(len(paragraph.plain), at + 20)),
                    actual=paragraph.plain[max(0, at - 8) : at + 9],
                )
            return
