"""Names and levels (LABEL): a level named wrongly, two names for one thing, income called expenditure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from xlperf.audit.catalogue import INCOME_EXPENDITURE, LEVEL_NAMED, NAMES_DIFFER, NUMBERING
from xlperf.audit.claims import Claim, Role
from xlperf.audit.numbers import Sort
from xlperf.numerals import numeral

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlperf.audit.report import Report
    from xlperf.audit.score_tree import Node
    from xlperf.findings import Finding

_UNIT: Final = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}(?:省|自治区|市|县|区|州|旗|镇|乡|街道))[\u4e00-\u9fff]{2,16}?(?:管理局|服务局|监督局|保障局|发展局|财政局|建设局|教育局|委员会|办公室|服务中心|中心|大队|支队|研究院|研究所|学校|医院|局|厅)(?![\u4e00-\u9fff]{0,2}(?:长|属|机关|直))"
)
_COVER_UNIT: Final = re.compile(
    r"^(?:部门|单位|编制单位|填报单位|部门\(单位\)|主管部门|项目单位|实施单位|评价单位|自评单位|预算部门|项目实施单位|单位\(盖章\))(?:名称)?(?:\([^)]{0,8}\))?[：:](?P<name>[\u4e00-\u9fff()（）]{4,40})$"
)
_INDICATOR: Final = re.compile(r"(?:率|性|度|情况|成本|质量|时效|数量|规范|合理|明确|及时|盘点)$")
_INCOME_SUM: Final = re.compile(
    r"支出(?:合计|总计|总额|决算|预算)?(?:为|是|共计?|：)?$|本年支出|支出合计|支出总计|总支出"
)
_SPENT_SUM: Final = re.compile(
    r"收入(?:合计|总计|总额|决算|预算)?(?:为|是|共计?|：)?$|本年收入|收入合计|收入总计|总收入"
)
_INCOME_PART: Final = re.compile(r"收入$|拨款收入|拨款$|补助收入|上年结转|年初结转|使用非财政拨款")
_SPENT_PART: Final = re.compile(r"支出$|支出\(类\)|基本支出|项目支出|人员经费|公用经费|结余分配|年末结转")
_CHINESE_LEVEL: Final = {1: "一级", 2: "二级", 3: "三级", 4: "四级"}


def labels(report: Report) -> Iterator[Finding]:
    """One level, one name, one sign: an indicator's level and name, the unit's name, income and expenditure."""
    yield from _levels(report)
    yield from _unit_names(report)
    yield from _indicator_names(report)
    yield from _income_and_expenditure(report)
    yield from _numbering(report)


def _levels(report: Report) -> Iterator[Finding]:  # noqa: C901 - two rules on one table of levels
    """Siblings at one depth of numbering are of one level, and a child is below its parent."""
    nodes = report.nodes
    groups: dict[tuple[int | None, int], list[Node]] = defaultdict(list)
    by_depth: dict[int, Counter[int]] = defaultdict(Counter)
    for node in nodes:
        heading = report.outline[node.section].mark
        if node.inline or heading is None:
            continue
        groups[node.parent, heading.depth].append(node)
        if node.level:
            by_depth[heading.depth][node.level] += 1
    for (_, depth), group in groups.items():
        counted = by_depth[depth].most_common(2)
        if not counted or (len(counted) > 1 and counted[0][1] < 2 * counted[1][1]) or counted[0][1] < 2:
            continue
        usual = counted[0][0]
        for node in group:
            if node.level and node.level != usual:
                yield _level_finding(report, node, usual)
    for node in nodes:
        if report.outline[node.section].mark or node.parent is None or not node.level or node.inline:
            continue
        above = nodes[node.parent]
        if above.level and node.level <= above.level and above.mark.paragraph != node.mark.paragraph:
            siblings = [n.level for n in nodes if n.parent == node.parent and n is not node and n.level]
            if siblings and max(set(siblings), key=siblings.count) > above.level:
                yield _level_finding(report, node, above.level + 1)
    yield from _titled_levels(report)


def _level_finding(report: Report, node: Node, usual: int) -> Finding:
    paragraph = report.paragraphs[node.mark.paragraph]
    return LEVEL_NAMED.finding(
        place=paragraph.place(node.mark.start),
        subject=node.name or report.outline[node.section].title or "这一项",
        quote=paragraph.quote(node.mark.start, node.mark.end),
        expected=f"{_CHINESE_LEVEL.get(usual, usual)}指标",
        actual=f"{_CHINESE_LEVEL.get(node.level or 0, '')}指标",
    )


def _titled_levels(report: Report) -> Iterator[Finding]:
    """Below a heading 二级指标分析 the text does not speak of 一级指标 as 该一级指标."""
    for index, paragraph, entry in report.body():
        match = re.search(r"(?:该|本|此)(?P<level>[一二三])级指标", paragraph.plain)
        if not match or not entry.path:
            continue
        titles = [report.outline[at].title for at in entry.path] + ([entry.title] if entry.mark else [])
        named = [found[0] for title in titles if (found := re.search(r"[一二三]级指标", title))]
        if named and named[-1][0] != match["level"] and not any(m.paragraph == index and m.level for m in report.marks):
            yield LEVEL_NAMED.finding(
                place=paragraph.place(match.start()),
                subject=titles[-1],
                quote=paragraph.quote(match.start(), match.end()),
                expected=named[-1],
                actual=f"{match['level']}级指标",
            )


def _near(one: str, other: str) -> bool:
    """Say whether two names differ by one character (or two neighbours), so that one is a slip of the other."""
    if one == other or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 4:
        return False
    if len(one) == len(other):
        differ = [at for at in range(len(one)) if one[at] != other[at]]
        if len(differ) == 1:
            return not {one[differ[0]], other[differ[0]]} <= set(
                "一二三四五六七八九十上下前后东南西北甲乙丙丁大中小左右内外省市县区镇乡男女新旧初末年月入出产效数质"
            )
        return len(differ) == 2 and differ[1] == differ[0] + 1 and one[differ[0]] == other[differ[1]]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    at = next((n for n in range(len(shorter)) if longer[n] != shorter[n]), len(shorter))
    return longer[:at] + longer[at + 1 :] == shorter and 0 < at < len(shorter)


def _unit_names(report: Report) -> Iterator[Finding]:
    """编制单位 is the same everywhere (domain.md 3.6, check 10)."""
    seen: dict[str, list[tuple[int, int]]] = defaultdict(list)
    cover = ""
    for index, paragraph, _ in report.body():
        match = _COVER_UNIT.match(paragraph.plain)
        if match:
            name = match["name"]
            if cover and name != cover and (_near(name, cover) or _alike(name, cover)):
                yield _name_finding(report, index, match.start("name"), name, cover)
            cover = cover or name
            seen[name].append((index, match.start("name")))
            continue
        for found in _UNIT.finditer(paragraph.plain[:3000]):
            seen[found[0]].append((index, found.start()))
    names = sorted(seen, key=lambda name: (name != cover, -len(seen[name])))[:60]
    for at, name in enumerate(names):
        for other in names[at + 1 :]:
            usual, odd = (name, other) if name == cover or len(seen[name]) > len(seen[other]) else (other, name)
            if len(seen[usual]) < 2 and usual != cover:
                continue
            tail = usual[-len(odd) :] if len(odd) < len(usual) else usual
            if (_near(usual, odd) or _near(tail, odd)) and len(seen[odd]) <= max(1, len(seen[usual]) // 2):
                index, start = seen[odd][0]
                yield _name_finding(report, index, start, odd, usual)


def _alike(one: str, other: str) -> bool:
    common = sum((Counter(one) & Counter(other)).values())
    return common * 10 >= 8 * max(len(one), len(other))


def _name_finding(report: Report, index: int, start: int, odd: str, usual: str) -> Finding:
    paragraph = report.paragraphs[index]
    return NAMES_DIFFER.finding(
        place=paragraph.place(start),
        subject=usual,
        quote=paragraph.quote(start, start + len(odd)),
        expected=usual,
        actual=odd,
    )


def _indicator_names(report: Report) -> Iterator[Finding]:
    """An indicator's name in the text is the one in its heading."""
    titles: dict[str, int] = {}
    for index, _, entry in report.body():
        title = re.sub(r"[(（].*$|[\d.]+分?$|\W", "", entry.title)
        if entry.mark and 4 <= len(title) <= 16 and _INDICATOR.search(title):
            titles.setdefault(title, index)
    if not titles:
        return
    for _, paragraph, entry in report.body():
        for match in re.finditer(
            r"[“\"](?P<name>[\u4e00-\u9fff]{4,16})[”\"](?=指标|该|得|满分|自评|情况|[，：(（])|(?:^|(?<=[。；，]))(?P<plain>[\u4e00-\u9fff]{3,14}(?:率|性|度))(?==|＝|为|达|自评|得|满分|指标|[(（]\d)",
            paragraph.plain,
        ):
            name = re.sub(r"^(?:本年度?|全年|年度|我局|该项|其中|综上)", "", match["name"] or match["plain"])
            if name in titles:
                continue
            usual = next((title for title in titles if _near(title, name)), None)
            own = {report.outline[at].title for at in entry.path[-1:]} | {entry.title}
            if usual and (usual in own or match["name"]):
                start = match.start("name") if match["name"] else match.end() - len(name)
                yield _name_finding(report, index, start, name, usual)


def _income_and_expenditure(report: Report) -> Iterator[Finding]:
    """收入 splits into 收入 of its sources, 支出 into its kinds; a total with parts of the other sort is named wrongly."""  # noqa: E501 - one pattern
    for index in range(len(report.paragraphs)):
        claims = [
            c
            for c in report.claims[index]
            if c.number.sort is Sort.MONEY and c.number.exact and c.role in (Role.LEVEL, Role.ACTUAL, Role.BUDGET)
        ]
        for at, claim in enumerate(claims[:60]):
            opening = claims[at + 1] if at + 1 < len(claims) else None
            if (
                opening is None
                or not re.search(r"其中|包括|：|由|分别|分为", opening.lead)
                or opening.sentence - claim.sentence > 1
            ):
                continue
            parts = [c for c in claims[at + 1 : at + 12] if c.sentence == opening.sentence]
            wrong = _swapped(claim, parts)
            if wrong:
                yield _swap_finding(report, claim, "支出" if wrong == "收入" else "收入", wrong)
    yield from _by_heading(report)


def _swapped(total: Claim, parts: Sequence[Claim]) -> str:
    """Give what the total should be called, when all its parts are of the other sort; empty when it fits."""
    names = [re.sub(r"\W", "", part.label) for part in parts]
    if len(names) < 2:
        return ""
    if re.search(r"收支|结余|结转|收、支|收入支出", total.lead):
        return ""
    income = sum(bool(_INCOME_PART.search(name)) for name in names)
    spent = sum(bool(_SPENT_PART.search(name)) for name in names)
    label = total.label or total.lead
    if _INCOME_SUM.search(label) and income == len(names) and not re.search(r"收入", label):
        return "收入"
    if _SPENT_SUM.search(label) and spent == len(names) and not re.search(r"支出", label):
        return "支出"
    return ""


def _swap_finding(report: Report, claim: Claim, written: str, right: str) -> Finding:
    return INCOME_EXPENDITURE.finding(
        place=report.place(claim),
        subject=claim.label,
        quote=report.words(claim),
        expected=claim.label.replace(written, right),
        actual=claim.label,
    )


_INCOME_HEADING: Final = re.compile(
    r"^(?:\d{4}年度?)?(?:本年|部门|单位)?收入(?:决算|预算|总体)?(?:情况)?(?:说明|构成)?$"
)
_SPENT_HEADING: Final = re.compile(
    r"^(?:\d{4}年度?)?(?:本年|部门|单位)?支出(?:决算|预算|总体)?(?:情况)?(?:说明|构成)?$"
)


def _by_heading(report: Report) -> Iterator[Finding]:
    """Under 收入决算情况说明 the first total is 收入."""
    for index, _, entry in report.body():
        if not entry.heading or index + 1 >= len(report.paragraphs):
            continue
        claims = report.claims[index + 1]
        first = next((c for c in claims if c.number.sort is Sort.MONEY), None)
        if first is None or not first.total:
            continue
        if _INCOME_HEADING.match(entry.title) and "支出" in first.label and "收入" not in first.lead:
            yield _swap_finding(report, first, "支出", "收入")
        elif _SPENT_HEADING.match(entry.title) and "收入" in first.label and "支出" not in first.lead:
            yield _swap_finding(report, first, "收入", "支出")


def _numbering(report: Report) -> Iterator[Finding]:
    """一、二、四、 leaves a number out."""
    last: dict[tuple[int, tuple[int, ...]], int] = {}
    for _index, paragraph, entry in report.body():
        mark = entry.mark
        if mark is None or not entry.heading or mark.depth > 2:
            continue
        key = (mark.depth, entry.path)
        before = last.get(key)
        if before is not None and mark.ordinal == before + 2 and mark.depth in (1, 2):
            yield NUMBERING.finding(
                place=paragraph.place(0),
                subject=entry.title,
                quote=paragraph.text.strip()[:40],
                expected=numeral(before + 1),
                actual=numeral(mark.ordinal),
            )
        last[key] = mark.ordinal
