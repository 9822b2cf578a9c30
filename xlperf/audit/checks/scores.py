"""The score tree (SCORE): every level's full marks and scores against its parent and against the total."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import plain
from xlperf.audit.catalogue import (
    DEDUCTION_SUM,
    DEDUCTION_UNEXPLAINED,
    FULL_TREE,
    FULL_WITHOUT_DATA,
    GRADE,
    SCORE_OVER_FULL,
    SCORE_TREE,
    SCORED_NOT_APPLICABLE,
    TOTAL_SCORE,
)
from xlperf.audit.causes import slip
from xlperf.audit.score_tree import DEDUCTED, Mark, Node, stated_grade
from xlperf.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlperf.audit.report import Report
    from xlperf.findings import Code, Finding

_REASON: Final = re.compile(
    r"扣|因|由于|原因|未|没有|不足|不够|尚|低于|偏低|偏差|滞后|缺|超|较低|有待|差距|欠|÷|/|×|%|=|按比例|比例|得分率|折算|公式|存在|不高|不到|部分|较慢|延迟|逾期|不完善|问题|个别|仅|只"
)
_NOT_APPLICABLE: Final = re.compile(
    r"不适用|不计分|不参与(?:评分|计分|评价|考核)|不纳入(?:评分|计分|考核)|不予(?:评分|计分)|不作评分|不评分"
)
_BY_RULE: Final = re.compile(
    r"按(?:分值|满分|照满分|规定得|照规定)|得满分|视同|视为|默认|按.{0,8}(?:办法|规定|标准|规则).{0,6}(?:得|计|给)"
)
_RULE_OF_DEDUCTION: Final = re.compile(r"每|扣完|标准|规则|办法|的，?扣|否则|不再扣|未扣|应扣|拟扣|最多|不得分")
_DECISIVE: Final = Decimal("0.011")


def scores(report: Report) -> Iterator[Finding]:
    """每一级的满分、得分等于下一级之和, the top level makes the total, no score exceeds its full mark."""
    nodes = report.nodes
    yield from _over_full(report)
    yield from _levels(report, nodes)
    yield from _total(report, nodes)
    yield from _reasons(report, nodes)
    yield from _deductions(report, nodes)
    yield from _grades(report)


def _over_full(report: Report) -> Iterator[Finding]:
    for mark in report.marks:
        if mark.full is None or mark.score is None:
            continue
        if mark.score > mark.full:
            yield _about(report, SCORE_OVER_FULL, mark, expected=mark.full, actual=mark.score)
        elif mark.deducted and mark.score + mark.deducted != mark.full:
            yield _about(report, DEDUCTION_SUM, mark, expected=mark.full - mark.deducted, actual=mark.score)


def _about(  # noqa: PLR0913 - what a finding on a score needs
    report: Report,
    code: Code,
    mark: Mark,
    *,
    expected: Decimal,
    actual: Decimal,
    hint: str = "",
    below: Sequence[Node] = (),
    subject: str = "",
) -> Finding:
    paragraph = report.paragraphs[mark.paragraph]
    spots = [paragraph.place(mark.start), *(report.paragraphs[n.mark.paragraph].place(n.mark.start) for n in below)]
    return code.finding(
        place=spots[0],
        places=tuple(spots) if below else (),
        subject=subject or mark.name or report.subject(mark.paragraph),
        quote=paragraph.quote(mark.start, mark.end),
        expected=plain(expected),
        actual=plain(actual),
        hint=hint or slip(expected, actual) or code.advice,
    )


def _levels(report: Report, nodes: Sequence[Node]) -> Iterator[Finding]:
    below: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        if node.parent is not None:
            below[node.parent].append(node)
    for at, every in below.items():
        for inline in (False, True):
            children = [child for child in every if child.inline is inline]
            if len(children) > 1 or (children and not inline and children[0].level):
                yield from _add_up(report, nodes[at], children)


def _add_up(report: Report, node: Node, children: Sequence[Node]) -> Iterator[Finding]:
    if node.full is not None and any((child.full or child.score or 0) > node.full for child in children):
        return  # marks of something else, such as the projects' own out of 100
    fulls = [child.full for child in children]
    gained = [child.score for child in children]
    if node.full is not None and None not in fulls:
        added = sum((full for full in fulls if full is not None), Decimal(0))
        if added != node.full:
            yield _about(
                report,
                FULL_TREE,
                node.mark,
                expected=added,
                actual=node.full,
                hint=_closing_mark(node.full, added, children),
                below=children,
            )
    if node.score is not None and None not in gained and (None not in fulls or all(full is None for full in fulls)):
        added = sum((score for score in gained if score is not None), Decimal(0))
        if abs(added - node.score) >= _DECISIVE:
            yield _about(
                report,
                SCORE_TREE,
                node.mark,
                expected=added,
                actual=node.score,
                hint=_closing_score(node.score, added, children),
                below=children,
            )


def _closing_mark(full: Decimal, added: Decimal, children: Sequence[Node]) -> str:
    """Name the full mark that would close the tree: the one whose score already is what the mark should be."""
    for child in children:
        should = (child.full or Decimal(0)) - (added - full)
        if child.score is not None and child.full != child.score == should:
            return f"“{child.name}”满分若为{plain(should)}分，各级就对得上（它的得分正是{plain(should)}分）"
    fitting = [child for child in children if (child.full or Decimal(0)) - (added - full) > 0]
    if len(fitting) == 1:
        child = fitting[0]
        return f"“{child.name}”满分若为{plain((child.full or Decimal(0)) - (added - full))}分，各级就对得上"
    return ""


def _closing_score(score: Decimal, added: Decimal, children: Sequence[Node]) -> str:
    for child in children:
        should = (child.score or Decimal(0)) - (added - score)
        if child.full is not None and should == child.full and child.score != child.full:
            return f"“{child.name}”若得满分{plain(should)}分，就对得上"
    return ""


def _total(report: Report, nodes: Sequence[Node]) -> Iterator[Finding]:
    """总分 = the scores of the top level; the full marks of the top level make 100."""
    overall = next((mark for mark in report.marks if mark.level == 0 and mark.score is not None), None)
    free = [node for node in nodes if node.parent is None and node.full is not None]
    lists = {
        node.mark.paragraph: [n for n in free if n.inline and n.mark.paragraph == node.mark.paragraph]
        for node in free
        if node.inline
    }
    for tops in ([node for node in free if not node.inline], *lists.values()):
        yield from _top(report, tops, overall)


def _top(report: Report, tops: list[Node], overall: Mark | None) -> Iterator[Finding]:
    named = [node for node in tops if node.level is not None]
    if named:
        top_level = min(node.level or 0 for node in named)
        tops = [node for node in tops if node.level in (top_level, None)]
    if len(tops) < 2:
        return
    fulls = sum((node.full for node in tops if node.full is not None), Decimal(0))
    stated = overall.full if overall and overall.full is not None else Decimal(100)
    near = abs(fulls - stated) < stated / 3
    if fulls != stated and near:
        hint = f"第一层各项满分合计 {plain(fulls)} 分，总分应为 {plain(stated)} 分"
        yield _about(
            report, FULL_TREE, tops[0].mark, expected=fulls, actual=stated, hint=hint, below=tops, subject="总分"
        )
    gained = [node.score for node in tops]
    if overall and overall.score is not None and None not in gained and near:
        added = sum((score for score in gained if score is not None), Decimal(0))
        if abs(added - overall.score) >= _DECISIVE:
            yield _about(report, TOTAL_SCORE, overall, expected=added, actual=overall.score, below=tops)


def _reasons(report: Report, nodes: Sequence[Node]) -> Iterator[Finding]:
    """扣分要有原因; 得满分要有依据; what does not apply is not scored without a rule."""
    parents = {node.parent for node in nodes}
    for at, node in enumerate(nodes):
        if at in parents or node.full is None or node.score is None or node.inline:
            continue
        text, bare = _section_text(report, node)
        if node.score < node.full:
            if not _REASON.search(bare):
                yield _about(
                    report,
                    DEDUCTION_UNEXPLAINED,
                    node.mark,
                    expected=node.full,
                    actual=node.score,
                    hint=DEDUCTION_UNEXPLAINED.advice,
                )
        elif len(bare) < 6 and node.level == 3 and len(nodes) > 4 and _siblings_explain(report, nodes, node):
            yield _about(
                report,
                FULL_WITHOUT_DATA,
                node.mark,
                expected=node.full,
                actual=node.score,
                hint=FULL_WITHOUT_DATA.advice,
            )
        if _NOT_APPLICABLE.search(text) and node.score > 0 and not _BY_RULE.search(text):
            yield _about(
                report,
                SCORED_NOT_APPLICABLE,
                node.mark,
                expected=node.full,
                actual=node.score,
                hint=SCORED_NOT_APPLICABLE.advice,
            )


def _deductions(report: Report, nodes: Sequence[Node]) -> Iterator[Finding]:
    """满分 − 所写扣分 = 得分, where the text below an indicator says what was taken off."""
    parents = {node.parent for node in nodes}
    for at, node in enumerate(nodes):
        if at in parents or node.full is None or node.score is None or node.inline or node.mark.deducted:
            continue
        text, _ = _section_text(report, node)
        taken = [
            Decimal(match["off"])
            for sentence in re.split(r"[。；]", text)
            if not _RULE_OF_DEDUCTION.search(sentence)
            for match in DEDUCTED.finditer(sentence)
        ]
        off = node.full - node.score
        if taken and sum(taken) != off and off not in taken:
            finding = _about(report, DEDUCTION_SUM, node.mark, expected=node.full - sum(taken), actual=node.score)
            yield replace(finding, severity=Severity.WARNING)


def _section_text(report: Report, node: Node) -> tuple[str, str]:
    """Give the text of an indicator's section, and the same without its own marks and names."""
    first = node.section
    parts = []
    entries = report.outline
    for index in range(first, min(len(entries), first + 15)):
        if (
            index > first
            and ((first not in entries[index].path) if entries[first].mark else True)
            and index not in node.paragraphs
        ):
            break
        parts.append(report.paragraphs[index].plain)
    text = "".join(parts)
    bare = text
    for index in range(first, first + len(parts)):
        for mark in report.marks_by_paragraph.get(index, ()):
            bare = bare.replace(report.paragraphs[index].plain[mark.start : mark.end], "", 1)
    entry = entries[first]
    bare = bare.replace(entry.title, "", 1) if entry.title else bare
    bare = bare.replace(node.name, "") if node.name else bare
    bare = re.sub(r"该?[一二三四]级指标|该?项指标|本项|自评|得分|情况|[(（]\d+[)）]|\d{1,2}[.、]|\W", "", bare)
    return text, bare


def _siblings_explain(report: Report, nodes: Sequence[Node], node: Node) -> bool:
    others = [other for other in nodes if other.parent == node.parent and other is not node and not other.inline]
    return bool(others) and sum(len(_section_text(report, other)[1]) >= 15 for other in others[:12]) * 2 >= len(
        others[:12]
    )


def _grades(report: Report) -> Iterator[Finding]:
    """90 分以上为优, 80—90 良, 60—80 中, below 60 差 (some authorities put 中 at 70—80)."""
    for mark in report.marks:
        if mark.level != 0 or mark.score is None or mark.score > 100:
            continue
        tail = report.paragraphs[mark.paragraph].plain[mark.start : mark.end + 60]
        grade = stated_grade(tail)
        if grade and grade not in _grades_of(mark.score) and not re.search(r"分以上|[≥]|至", tail):
            paragraph = report.paragraphs[mark.paragraph]
            yield GRADE.finding(
                place=paragraph.place(mark.start),
                subject="评价等级",
                quote=paragraph.quote(mark.start, min(mark.end + 30, len(paragraph.plain))),
                expected=plain(mark.score),
                actual=grade,
            )


def _grades_of(score: Decimal) -> tuple[str, ...]:
    if score >= 90:
        return ("优秀", "优", "合格")
    if score >= 80:
        return ("良好", "良", "合格")
    if score >= 60:
        return ("中等", "中", "合格", "及格")
    return ("较差", "差", "不合格")
