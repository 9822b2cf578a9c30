"""Stated numbers of items against the items listed (COUNT): 六个项目：…, 一是…二是…."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from xlperf.audit.catalogue import ENUMERATION, LIST_COUNT
from xlperf.audit.numbers import Number, Sort
from xlperf.numerals import numeral, numeral_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.audit.document import Paragraph
    from xlperf.audit.report import Report
    from xlperf.findings import Finding

_LISTS: Final = re.compile(
    r"^(?:[\u4e00-\u9fff、“”()（）]{0,24}?)(?:[，,])?(?:其中)?(?:分别(?:为|是|有|包括|对应)|包括(?:了)?|具体(?:为|是|包括|有|如下)?|即|主要(?:是|有|包括|为)?|依次为|有|为|是|名单如下|涉及|[：(（])[：:]?"
)
_UNLISTED: Final = re.compile(r"等(?!级|候|次|待|值)|[.…]{2,}|以及其他|之一|若干")
_NUMERALS: Final = "一二三四五六七八九十"
_ENUMERATED: Final = re.compile(
    rf"(?:^|(?<=[，。；：、)）]))第?(?P<n>[{_NUMERALS}]{{1,3}})(?:是|则(?!.?规)|要)(?!否)|(?:^|(?<=[，。；：]))其(?P<o>[{_NUMERALS}]{{1,2}})[，、是]"
)
_MARKED: Final = re.compile(r"(?:(?<=[。；：，、])|^)[(（]?(?P<n>\d{1,2})[)）.．、](?![\d%])|(?P<c>[①-⑳])")
_ITEM_UNITS: Final = frozenset(
    {
        "个",
        "项",
        "条",
        "类",
        "家",
        "种",
        "件",
        "处",
        "所",
        "方面",
        "大类",
        "大项",
        "名",
        "期",
        "场",
        "套",
        "点",
        "份",
        "篇",
        "次",
    }
)
_SPLIT: Final = re.compile(r"[、；;]|(?<=[\u4e00-\u9fff”》)])(?:和|及|以及|与)(?=[\u4e00-\u9fff“《(])")
_NAMES_BEFORE: Final = re.compile(
    r"(?:^|[，。；：])(?P<names>[^，。；：]{2,40}?(?:、[^，。；：、]{2,24}){1,12}?)(?:(?P<more>等)共?|共计?|合计|总共)$"
)
_ANOTHER_COUNT: Final = re.compile(
    r"。[^。：]{0,60}?(?:共|计|有)\d{1,2}(?:个|项|条|类|家|所)[^。：]{0,8}(?:：|[，,]?(?:具体|分别|包括))"
)
_NAMES_SET_UP: Final = re.compile(
    r"(?:内设|下设|设有|设立|设置|设|下属|所属|下辖)(?P<more>)(?P<names>[^，。；：\d]{2,24}?(?:、[^，。；：、\d]{2,24}){1,14})$"
)
_OFFICES: Final = re.compile(r"(?:内设)?(?:机构|科室|股室|处室|部门|单位|部室|科|股|处|中心)")
_LONGEST_ITEM: Final = 42
_ORDER_WORD: Final = re.compile(r"(?:以下|如下|下列|下述)")


def counts(report: Report) -> Iterator[Finding]:
    """写了几项，就要列出几项; 一是、二是、三是 leave none out."""
    for index, paragraph, _ in report.body():
        yield from _enumeration(paragraph)
        for number in report.numbers[index]:
            if (
                number.sort is Sort.COUNT
                and number.unit in _ITEM_UNITS
                and 2 <= number.value <= 40
                and number.exact
                and not number.decimals
            ):
                yield from _listed(report, index, paragraph, number)


def _listed(report: Report, index: int, paragraph: Paragraph, number: Number) -> Iterator[Finding]:
    plain = paragraph.plain
    yield from _named_before(paragraph, number)
    if plain[max(0, number.start - 1) : number.start] in ("第", "每", "前", "近", "另", "各", "任"):
        return
    found = _count_behind(report, index, plain, number)
    if found is None or found == int(number.value) or found < 2:
        return
    stop = plain.find("。", number.end)
    yield LIST_COUNT.finding(
        place=paragraph.place(number.start),
        subject=plain[max(0, number.start - 12) : number.start],
        quote=paragraph.quote(
            max(0, number.start - 12), min(number.end + 90, stop if stop > 0 else len(plain), len(plain))
        ),
        expected=f"{found}{number.unit}",
        actual=plain[number.start : number.end],
    )


def _named_before(paragraph: Paragraph, number: Number) -> Iterator[Finding]:
    """甲、乙、丙共3个: the names stand before their number; 等3个 may name fewer, never more."""
    plain = paragraph.plain
    before = plain[max(0, number.start - 160) : number.start]
    match = _NAMES_BEFORE.search(before)
    if not match and _OFFICES.match(plain, number.end):
        match = _NAMES_SET_UP.search(before)
    if not match or number.unit not in ("个", "家", "项", "类", "条", "所", "大类"):
        return
    text = re.sub(r"[(（][^()（）]{0,80}[)）]|《[^》]{0,60}》|“[^”]{0,60}”", "名名", match["names"])
    items = [item for item in text.split("、") if item]
    if len(items) < 2 or any(len(item) > 24 for item in items[1:]) or re.search(r"\d", text):
        return
    listed = len(items)
    if re.search(r"[\u4e00-\u9fff](?:和|及|以及|与)[\u4e00-\u9fff]", items[-1]):
        if _ambiguous(items):
            return
        listed += 1
    wrong = listed > number.value if match["more"] == "等" else listed != number.value
    if wrong and listed > 1:
        yield LIST_COUNT.finding(
            place=paragraph.place(number.start),
            subject=items[0][-8:],
            quote=paragraph.quote(max(0, number.start - len(match[0])), number.end),
            expected=f"{listed}{number.unit}",
            actual=plain[number.start : number.end],
        )


def _count_behind(report: Report, index: int, plain: str, number: Number) -> int | None:  # noqa: PLR0911 - one way of listing after another
    """Count the items that a stated number announces; None when it announces no list."""
    rest = plain[number.end : number.end + 1500]
    sentence = rest.split("。")[0]
    head = re.split(r"[：。；]", rest)[0]
    rest = _own_list(rest)
    following_number = re.search(r"\d|[二三四五六七八九十]{1,2}(?:个|项|条|方面)", head)
    if following_number and "：" in rest and rest.find("：") < 40:
        return None
    enumerated = _enumerators(rest) if _announces(head, rest) else None
    if enumerated:
        return enumerated
    marked = _marked(rest) if "：" in rest[:40] or _announces(head, rest) else None
    if marked:
        return marked
    if len(plain) == number.end + len(head) + (1 if rest[len(head) : len(head) + 1] in ("：", "。") else 0) and (
        "：" in rest[-1:] or _ORDER_WORD.search(plain)
    ):
        return _items_below(report, index)
    match = _LISTS.match(sentence)
    if not match or not re.search(r"[、；]", sentence[match.end() :]):
        return None
    if match[0].endswith(("有", "为", "是")) and not re.search(r"分别|具体|依次|[：(]", match[0]):
        return None
    return _named_items(sentence[match.end() :], bracketed=match[0].endswith(("(", "（")))


def _own_list(rest: str) -> str:
    """Cut the text where a further stated number announces a list of its own: 所属6家单位。…共7个，具体为."""
    another = _ANOTHER_COUNT.search(rest)
    return rest[: another.start()] if another and "：" not in rest[: another.start()] else rest


def _announces(head: str, rest: str) -> bool:
    return len(head) <= 30 and (rest[len(head) : len(head) + 1] in ("：", "。", "；") or bool(re.search(r"[，]", head)))


def _enumerators(rest: str) -> int | None:
    """Count 一是…二是… up to where the series ends or begins anew."""
    last = 0
    for match in _ENUMERATED.finditer(rest):
        value = numeral_value(match["n"] or match["o"])
        if value == 1 and last:
            break
        if value is None or value < last or value > last + 2:
            break
        if last == 0 and (value != 1 or match.start() > 60):
            return None
        last = value
    return last or None


def _marked(rest: str) -> int | None:
    """Count 1.…2.…, (1)…(2)…, ①…②… in one paragraph."""
    last = 0
    for match in _MARKED.finditer(rest):
        value = int(match["n"]) if match["n"] else ord(match["c"]) - ord("①") + 1
        if value == 1 and last:
            break
        if value == last + 1 and (last or match.start() < 45):
            last = value
    return last if last > 1 else None


def _items_below(report: Report, index: int) -> int | None:
    """Count the numbered paragraphs that follow at one depth."""
    entries = report.outline
    if index + 1 >= len(entries):
        return None
    own = entries[index].mark
    first = entries[index + 1].mark
    if first is None or first.ordinal != 1 or (own and first.depth <= own.depth):
        return None
    last = 0
    for at in range(index + 1, min(len(entries), index + 400)):
        mark = entries[at].mark
        if mark is None or mark.depth > first.depth:
            if mark is None and report.paragraphs[at].plain.endswith("：") and last:
                return None
            continue
        if mark.depth < first.depth or mark.ordinal != last + 1:
            break
        last = mark.ordinal
    return last if last > 1 else None


def _named_items(text: str, *, bracketed: bool) -> int | None:
    """Count names separated by 、; None when the list says 等 or is no list of names."""
    text = _inside(text) if bracketed else text if "；" in text else text.split("，", maxsplit=1)[0]
    if _UNLISTED.search(text) or not text:
        return None
    bare = re.sub(r"[(（][^()（）]{0,80}[)）]|《[^》]{0,60}》|“[^”]{0,60}”", lambda m: "名" * min(len(m[0]), 8), text)
    items = [item for item in re.split(r"[、；;]", bare) if item.strip()]
    if len(items) < 2 or any(
        len(item) > _LONGEST_ITEM or re.search(r"[，：]|\d" if "；" not in text else r"[，：]", item) for item in items
    ):
        return None
    if re.search(r"(?:和|及|以及|与)[\u4e00-\u9fff名]{2,}$", items[-1]):
        pieces = [piece for piece in re.split(r"以及|和|及|与", items[-1]) if piece]
        if len(pieces) == 2 and all(1 < len(piece) <= _LONGEST_ITEM for piece in pieces):
            return None if _ambiguous(items) else len(items) + 1
        return None
    return len(items)


def _ambiguous(items: list[str]) -> bool:
    """A name may itself hold 和 or 及: 人力资源和社会保障局, 购置及运行维护费."""
    return bool(
        re.search(
            r"(?:资源|社会|购置|工业|信息化|文化|住房|生态|自然|规划|商务|农业|发展|教育|采集|运行)(?:和|及|与)|(?:和|及|与)(?:社会|信息|旅游|城乡|改革|农村|环境|运行|维护|管理|服务|建设)",
            items[-1],
        )
    )


def _inside(text: str) -> str:
    depth = 1
    for at, char in enumerate(text[:600]):
        depth += char in "(（"
        depth -= char in ")）"
        if depth == 0:
            return text[:at]
    return ""


def _enumeration(paragraph: Paragraph) -> Iterator[Finding]:
    """一是…三是… leaves 二是 out."""
    plain = paragraph.plain
    last = 0
    for match in _ENUMERATED.finditer(plain):
        words = match["n"] or match["o"]
        value = numeral_value(words)
        if value is None:
            continue
        if value == 1:
            last = 1
            continue
        if last and value != last + 1 and value < 12:
            yield ENUMERATION.finding(
                place=paragraph.place(match.start()),
                subject="列举",
                quote=paragraph.quote(match.start(), min(match.end() + 20, len(plain))),
                expected=f"{numeral(last + 1)}是",
                actual=match[0],
            )
        last = value if last else 0
