"""Template text left in (TMPL) and text copied from another indicator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from xlperf.audit.catalogue import RESIDUE, SAME_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.audit.document import Paragraph
    from xlperf.audit.report import Report
    from xlperf.findings import Finding

_RESIDUES: Final = (
    re.compile(
        r"\((?:不超过|限|约|控制在|不少于)?\d{2,5}(?:[-—~至]\d{2,5})?字(?:左右|以内|以上|内|之内|以下)?\)|[，。(]?(?:不超过|限)\d{2,5}字(?:以内)?"
    ),
    re.compile(
        r"[×✕╳]{2,}(?:[\u4e00-\u9fff]{0,6})?|(?<![A-Za-z0-9])[Xx]{2,}(?![A-Za-z0-9])[\u4e00-\u9fff]{0,6}|[×✕](?:年|月|日|万元|元|%|个|项|人|局|单位|部门|县|市|区)|\*{2,}(?=年|万元|元|%|局|单位|个|项)|[〇○]{2,}(?:局|单位|年|万元)|[□■]{2,}"
    ),
    re.compile(
        r"[“\"]?(?:增加|增长|上升|提高|高于|大于|超过|多于|升高)[(（/](?:减少|下降|降低|低于|小于|少于)[)）]?[”\"]?|[“\"]?(?:减少|下降|降低|低于|小于)[(（/](?:增加|增长|上升|提高|高于|大于|超过)[)）]?[”\"]?|是[/／]否(?!则)|有[/／]无(?=[，。；、])|(?:优|良)[/／](?:良|中)[/／](?:中|差)"
    ),
    re.compile(
        r"(?:数量|质量|时效|成本|效益|满意度)?指标\d{1,2}[：:](?=$|[…\s。；，.]|指标\d|[×Xx])|^指标\d{1,2}[：:]?$|指标值?[：:]…+"
    ),
    re.compile(
        r"^[.…·。]{3,}$|(?<=[：:、，；])[.…]{3,}|^(?:[(（]?[\d一二三四五六七八九十]{1,2}[)）]?[、.．]?)[.…]{2,}$|…{2,}(?=[；。，])|(?<=[。；])[.…]{2,}"
    ),
    re.compile(r"_{3,}|＿{2,}|(?<=[为：是到共])_{2,}"),
    re.compile(
        r"[(（](?:请|此处|这里|需|应)?(?:填写|填报|说明|描述|简要|概述|列明|列出|注明|如有|如无|若有|样例|示例|参考|删除|根据实际|据实)[^()（）]{0,60}[)）]|(?:填写说明|填报说明|填表说明|填写要求|请在此|此处(?:填写|插入|添加)|待补充|待填写|待定稿|（略）|请根据实际情况|请简要|请填写|点击此处)"
    ),
    re.compile(
        r"\{\{[^{}]{0,40}\}\}|\{%[^{}]{0,40}%\}|<[\u4e00-\u9fff]{2,12}>|\[(?:[\u4e00-\u9fff]{2,14})\](?!\d)|【(?:单位名称|部门名称|年份|填写|金额|项目名称|[^】]{0,12}(?:填|待|名称|数字))[^】]{0,12}】|【】|\[\]"
    ),
    re.compile(r"大小于|(?<!增)减增加|(?<!减)增减少|增长下降|下降增长|上升下降|高低于|(?:大于|小于)(?:大于|小于)"),
    re.compile(r"Lorem|TODO|待定(?=[，。；]|$)"),
    re.compile(r"(?<![\u4e00-\u9fff])(?:示例|样例|范例|模板|样本)[：:]"),
)
_RULE: Final = re.compile(r"得满分|不得分|得分\s*=|每[^，。]{0,8}扣|扣完为止|计分|评分标准|以上得|÷|/")
_SHORTEST_COPY: Final = 24
_OWN_TEXT: Final = re.compile(r"自评|说明|完成情况|情况|原因|依据|措施|分析|理由|扣分|备注")
_GIVEN_TEXT: Final = re.compile(r"标准|规则|口径|要点|公式|指标解释|指标说明|来源|填报说明|佐证")


def templates(report: Report) -> Iterator[Finding]:
    """Nothing of the template stays in a report: (100字以内), ××, 下降（增长）, 指标2：, ……."""
    for _, paragraph, _ in report.body():
        plain = paragraph.plain
        found: list[tuple[int, int]] = []
        for pattern in _RESIDUES:
            for match in pattern.finditer(plain):
                if match.end() == match.start() or any(a < match.end() and match.start() < b for a, b in found):
                    continue
                if paragraph.in_table and len(plain) < 4:
                    continue
                found.append(match.span())
        for start, end in sorted(found)[:5]:
            words = paragraph.quote(start, end)
            yield RESIDUE.finding(
                place=paragraph.place(start),
                subject="模板文字",
                quote=paragraph.quote(max(0, start - 10), min(len(plain), end + 6)),
                actual=words,
            )


def duplicates(report: Report) -> Iterator[Finding]:
    """Two indicators do not have one and the same explanation."""
    seen: dict[str, int] = {}
    for index, paragraph, entry in report.body():
        bare = _bare(paragraph.plain, entry.title if entry.mark else "")
        rule = paragraph.in_table and (_RULE.search(paragraph.plain) or not _is_own_text(report, paragraph))
        if len(bare) < _SHORTEST_COPY or rule or paragraph.plain.count("|") > 2:
            continue
        first = seen.setdefault(bare, index)
        if first == index:
            continue
        here, there = _owner(report, index), _owner(report, first)
        if here and there and here != there and not re.search(r"名词解释|术语", report.headings(index)):
            yield SAME_TEXT.finding(
                place=paragraph.place(0),
                places=(paragraph.place(0), report.paragraphs[first].place(0)),
                subject=here,
                other=there,
                quote=paragraph.text.strip()[:60],
            )


def _is_own_text(report: Report, paragraph: Paragraph) -> bool:
    """Say whether a cell stands in a column that the unit itself writes: 自评说明, 完成情况, 偏差原因."""
    from xlperf.audit.checks.tables import grid_of
    from xlperf.audit.document import column_letters

    for table in report.document.tables:
        if table.sheet == paragraph.sheet and (grid := grid_of(table)):
            heads = {column_letters(at): head for at, head in enumerate(grid.headers)}
            head = heads.get(re.sub(r"\d", "", paragraph.cell), "")
            return bool(_OWN_TEXT.search(head)) and not _GIVEN_TEXT.search(head)
    return False


def _owner(report: Report, index: int) -> str:
    if report.paragraphs[index].in_table:
        return report.paragraphs[index].cell
    return report.subject(index)


def _bare(plain: str, title: str) -> str:
    """Drop numbering, the indicator's own name and its marks, so that copies show."""
    bare = plain.replace(title, "") if title else plain
    bare = re.sub(
        r"(?:该?[一二三四]级指标|该项|本项|指标)?(?:满分|分值)[^，。；]{0,8}?\d+(?:\.\d+)?分[，,]?[^，。；\d]{0,12}?\d+(?:\.\d+)?分[。，]?",
        "",
        bare,
    )
    bare = re.sub(
        r"^(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）]?[、.．]?)|自评得?分[^，。；]{0,6}\d+(?:\.\d+)?分[。，]?",
        "",
        bare,
    )
    return re.sub(r"[\W_]", "", bare)
