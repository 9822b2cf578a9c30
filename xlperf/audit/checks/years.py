"""Years and dates (YEAR): the report's year everywhere, signed after it, dates that exist and follow each other."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from xlperf.audit.catalogue import (
    COMPARED_YEAR,
    DATES_OUT_OF_ORDER,
    IMPOSSIBLE_DATE,
    PART_YEAR,
    SIGNED_EARLY,
    WRONG_YEAR,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.audit.document import Paragraph
    from xlperf.audit.report import Report
    from xlperf.findings import Finding

_YEAR: Final = re.compile(r"(?<!\d)(?P<year>20\d{2})年(?P<whole>度)?(?!\d{1,2}月|\d{1,2}[-至到—])")
_HERE_AND_NOW: Final = re.compile(
    r"收入总计|支出总计|收支总计|收、支总计|总收入|总支出|本年收入|本年支出|支出决算|收入决算|决算(?:情况|数|表|公开|总体|编制|单位|报表)|部门决算|单位决算|绩效自评|自评(?:情况|结论|得分|总分|工作|报告)|整体支出|绩效目标|年初预算|财政拨款(?:收入|支出)|三公|“三公”|机关运行经费|政府采购支出|预算绩效|年度预算|预算执行|重点工作|项目支出|基本支出|政府采购"
)
_ELSEWHERE: Final = re.compile(
    r"上年|上一年|去年|整改|以前年度|往年|历年|同期|下一步|下年|来年|明年|计划|拟|规划|自.{0,6}(?:起|以来)|成立|印发|发布|修订|签订|立项|启动|建成|开工|延续|跨年|至20|到20|结转|通知|办法|文件|关于|〔|期间|十四五|三年|中期|开始|滚动|验收|购置|首次|组建|挂牌|获|批准|目标为|趋势|三方|质保|合同|下发|出台"
)
_COMPARED: Final = re.compile(
    r"(?:与|较|比|和|同)(?P<year>20\d{2})年(?:度)?(?:[^，。；\d]{0,12})?(?:相比|比较|对比|增|减|下降|上升|提高|多|少|持平|决算数)"
)
_PART: Final = re.compile(
    r"(?:截至|截止(?:到)?|至)(?:(?P<year>20\d{2})年)?(?:底)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|底|末)?|(?<!\d)1(?:月)?[-—–~至到](?P<last>\d{1,2})月(?:份)?|前(?P<first>[三六九])个?季度|上半年|前(?P<n>[一二三四五六七八九十]+|\d{1,2})个月"
)
_WHOLE_YEAR_WORDS: Final = re.compile(r"收入|支出|执行|预算|完成|支付|决算|资金|使用")
_SOFT: Final = re.compile(
    r"监控|通报|序时|当时|阶段|月度|季度|中期|整改|公开|提交|上报|检查|审计|下半年|到期|期间|目前|报告日|填报|本报告"
)
_AS_OF: Final = re.compile(r"(?:截至|截止(?:到|至)?|至)(?P<year>20\d{2})年(?P<month>\d{1,2})月(?:\d{1,2}日|底|末)?")
_STOCK: Final = re.compile(r"资产|车辆|在职|人数|人员|结余|结转|编制|设备|实有|存款|余额|保有量|公务用车")
_DATE: Final = re.compile(
    r"(?P<y>20\d{2})(?P<sep>[年\-/.])(?P<m>\d{1,2})(?:(?<=月)|月|(?P=sep))(?P<d>\d{1,2})日?(?!\d)|(?P<y2>20\d{2})年(?P<m2>\d{1,2})月(?!\d)"
)
_SIGNATURE: Final = re.compile(
    r"^(?:(?:填报|报告|编制|自评|填表|评价|提交|完成|公开|撰写|上报)(?:日期|时间)[：:]?)?(?:20\d{2}|二[〇零○O0][一二三四五六七八九〇零]{2})年[\d一二三四五六七八九十]{1,2}月(?:[\d一二三四五六七八九十]{1,3}日)?$"
)
_LABELLED: Final = re.compile(
    r"(?:填报|报告|编制|自评|填表|评价|提交|撰写|上报)(?:日期|时间)[：:](?P<date>20\d{2}[年\-/.]\d{1,2}(?:[月\-/.]\d{1,2}日?)?)"
)
_STEPS: Final = (
    ("批复", "公开"),
    ("中标", "签订"),
    ("中标", "合同"),
    ("签订", "备案"),
    ("签订", "验收"),
    ("开工", "竣工"),
    ("开始", "结束"),
    ("立项", "验收"),
    ("受理", "办结"),
    ("招标", "中标"),
    ("启动", "完成"),
    ("发布", "签订"),
    ("批准", "实施"),
    ("签订", "公告"),
    ("开工", "验收"),
    ("签订", "付款"),
)
_SPAN: Final = re.compile(
    r"(?P<a>20\d{2}年\d{1,2}月(?:\d{1,2}日)?)(?:起)?(?:至|到|-|—|~|–)(?P<b>20\d{2}年\d{1,2}月(?:\d{1,2}日)?)"
)


def years(report: Report) -> Iterator[Finding]:
    """年份、数据的截止时间、落款日期 fit the report's year; dates exist and stand in order (domain.md 3.6, check 10)."""  # noqa: E501 - one pattern
    for _, paragraph, _ in report.body():
        yield from _impossible(paragraph)
        yield from _order(paragraph)
    if not report.year:
        return
    year = int(report.year)
    for index, paragraph in enumerate(report.paragraphs):
        if not paragraph.in_table or len(paragraph.plain) >= 15:
            yield from _wrong_year(report, index, paragraph, year)
    for index, paragraph, entry in report.body():
        if not paragraph.in_table:
            yield from _as_of(report, index, paragraph, year)
        if paragraph.in_table and len(paragraph.plain) < 15:
            continue
        yield from _compared(report, index, paragraph, year)
        yield from _part_year(report, index, paragraph, year)
        if not entry.heading or entry.mark is None:
            yield from _signed(paragraph, year)


def _wrong_year(report: Report, index: int, paragraph: Paragraph, year: int) -> Iterator[Finding]:
    """Another year where the report speaks of its own figures: text carried over from last year."""
    headings = report.headings(index)
    if re.search(r"上年|上一年|整改|以前年度|往年|名词解释|下一步|计划|术语", headings):
        return
    plain = paragraph.plain
    entry = report.outline[index]
    title_like = entry.heading or paragraph.level is not None or (len(plain) < 40 and not plain.endswith("。"))
    for match in _YEAR.finditer(plain):
        other = int(match["year"])
        if other == year or abs(other - year) > 2:
            continue
        begin = max(plain.rfind(stop, 0, match.start()) for stop in "。；，") + 1
        ends = [at for stop in "。；，" if (at := plain.find(stop, match.end())) >= 0]
        clause = plain[begin : min(ends) if ends else len(plain)]
        if (
            report.year in clause
            or _ELSEWHERE.search(clause)
            or _COMPARED.search(clause)
            or re.search(r"[与较比和同由从自](?:\d{4}年)", clause)
        ):
            continue
        sentence_begin = max(plain.rfind(stop, 0, match.start()) for stop in "。；") + 1
        sentence_head = plain[sentence_begin : match.start()]
        if report.year in sentence_head or re.search(r"比|较|上年", sentence_head):
            continue
        if other == year + 1 and not title_like and not re.search(r"总计|决算|自评|合计", clause):
            continue
        after = plain[match.end() : match.end() + 40]
        if _HERE_AND_NOW.search(clause) or _HERE_AND_NOW.search(after.split("。")[0].split("，")[0]):
            if other == year + 1 and re.search(r"预算|目标|\d{1,2}月", clause) and not re.search(r"决算|自评", clause):
                continue
            yield WRONG_YEAR.finding(
                place=paragraph.place(match.start()),
                subject=report.subject(index),
                quote=paragraph.quote(begin, min(len(plain), match.end() + 24)),
                expected=str(year),
                actual=match[0],
            )


def _compared(report: Report, index: int, paragraph: Paragraph, year: int) -> Iterator[Finding]:
    """Year-on-year means against the year before."""
    if re.search(r"整改|上年度", report.headings(index)):
        return
    for match in _COMPARED.finditer(paragraph.plain):
        other = int(match["year"])
        sentence = paragraph.plain[max(0, match.start() - 40) : match.start()]
        if (
            other != year - 1
            and abs(other - year) < 6
            and not re.search(rf"{other + 1}年(?!{other})", sentence)
            and "疫情" not in paragraph.plain[match.start() : match.end() + 30]
        ):
            yield COMPARED_YEAR.finding(
                place=paragraph.place(match.start()),
                subject=report.subject(index),
                quote=paragraph.quote(match.start(), match.end()),
                expected=str(year),
                actual=f"{other}年",
            )


def _part_year(report: Report, index: int, paragraph: Paragraph, year: int) -> Iterator[Finding]:
    """A report on the whole year gives figures for the whole year."""
    title = "".join(p.plain for p in report.paragraphs[:4] if "。" not in p.plain)
    if re.search(r"监控|上半年|季度|\d{1,2}月", title[:60]):
        return
    plain = paragraph.plain
    for match in _PART.finditer(plain):
        month = match["month"] or match["last"]
        named = match["year"]
        if (month and int(month) >= 12) or (named and int(named) != year) or (month and int(month) == 0):
            continue
        begin = max(plain.rfind(stop, 0, match.start()) for stop in "。；") + 1
        ends = [at for stop in "。；" if (at := plain.find(stop, match.end())) >= 0]
        sentence = plain[begin : min(ends) if ends else len(plain)]
        after = plain[match.end() : match.end() + 40]
        if (
            _SOFT.search(sentence)
            or not _WHOLE_YEAR_WORDS.search(after)
            or not re.search(r"\d(?:\.\d+)?(?:万元|元|%|亿元)", after)
        ):
            continue
        if not named and not month and re.search(r"全年|下半年|1[-—至]12月", sentence):
            continue
        if "12月" in sentence or "年末" in sentence:
            continue
        yield PART_YEAR.finding(
            place=paragraph.place(match.start()),
            subject=report.subject(index),
            quote=paragraph.quote(match.start(), min(len(plain), match.end() + 30)),
            expected=f"{year}年1—12月",
            actual=match[0],
        )


def _as_of(report: Report, index: int, paragraph: Paragraph, year: int) -> Iterator[Finding]:
    """What a unit has at the end of the year is stated as of its last day (截至12月31日)."""
    if re.search(r"整改|上年度|往年", report.headings(index)):
        return
    plain = paragraph.plain
    for match in _AS_OF.finditer(plain):
        begin = max(plain.rfind(stop, 0, match.start()) for stop in "。；") + 1
        sentence = re.split(r"[。；]", plain[begin:], maxsplit=1)[0]
        after = plain[match.end() : match.end() + 40]
        named, month = int(match["year"]), int(match["month"])
        if _SOFT.search(sentence) or not _STOCK.search(after) or not re.search(r"\d", after):
            continue
        if re.search(r"上年|去年|以前|相比|比较", sentence) or f"{year}年" in sentence.replace(match[0], "", 1):
            continue
        if named == year - 1 or (named == year and month < 12):
            yield WRONG_YEAR.finding(
                place=paragraph.place(match.start()),
                subject=report.subject(index),
                quote=paragraph.quote(match.start(), min(len(plain), match.end() + 24)),
                expected=str(year),
                actual=match[0],
            )


def _signed(paragraph: Paragraph, year: int) -> Iterator[Finding]:
    """The report on a year is signed after its end, and not many years later."""
    plain = paragraph.plain
    match = _LABELLED.search(plain)
    text = match["date"] if match else plain if _SIGNATURE.match(plain) else ""
    if not text:
        return
    digits = re.search(r"20\d{2}", text)
    if digits:
        signed = int(digits[0])
    else:
        from xlperf.numerals import numeral_value

        signed = numeral_value(re.sub("[○O0]", "〇", text[:4].split("：")[-1])) or 0
    if signed and (signed <= year or signed > year + 3) and not re.search(r"预算", plain):
        yield SIGNED_EARLY.finding(
            place=paragraph.place(0), subject="日期", quote=paragraph.text.strip(), expected=str(year), actual=text
        )


def _impossible(paragraph: Paragraph) -> Iterator[Finding]:
    for match in _DATE.finditer(paragraph.plain):
        if _date(match) is None:
            yield IMPOSSIBLE_DATE.finding(
                place=paragraph.place(match.start()),
                subject="日期",
                quote=paragraph.quote(*match.span()),
                actual=match[0],
                expected="存在的日期",
            )


def _date(match: re.Match[str]) -> dt.date | None:
    try:
        if match["y"]:
            return dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
        return dt.date(int(match["y2"]), int(match["m2"]), 1)
    except ValueError:
        return None


def _order(paragraph: Paragraph) -> Iterator[Finding]:
    """从…至… runs forward; 中标 comes before 签订, 签订 before 备案 and 验收."""
    plain = paragraph.plain
    for match in _SPAN.finditer(plain):
        first, last = (_DATE.search(match[name]) for name in ("a", "b"))
        if first and last and (a := _date(first)) and (b := _date(last)) and a > b:
            yield _disorder(paragraph, match.start(), match.end(), f"{match['a']}至{match['b']}")
    for begin, end in _sentences(plain):
        dates = [(match, day) for match in _DATE.finditer(plain, begin, end) if (day := _date(match)) and match["y"]]
        steps = [(match, day, _step(plain, begin, match)) for match, day in dates[:12]]
        for at, (one, day, step) in enumerate(steps):
            for other, later, next_step in steps[at + 1 :]:
                pair = next(((a, b) for a, b in _STEPS if a in step and b in next_step and a not in next_step), None)
                if pair and day > later:
                    yield _disorder(paragraph, one.start(), other.end(), f"{pair[0]}{one[0]}、{pair[1]}{other[0]}")


def _sentences(plain: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in re.finditer("[。]|$", plain):
        yield begin, match.start()
        begin = match.end()


def _step(plain: str, begin: int, match: re.Match[str]) -> str:
    """Give the words that say what happened on a date: behind it up to the next stop, and before it."""
    behind = re.split(r"[，。；]", plain[match.end() : match.end() + 24])[0]
    before = re.split(r"[，。；]", plain[max(begin, match.start() - 14) : match.start()])[-1]
    return behind if re.search("|".join({word for pair in _STEPS for word in pair}), behind) else before


def _disorder(paragraph: Paragraph, start: int, end: int, words: str) -> Finding:
    return DATES_OUT_OF_ORDER.finding(
        place=paragraph.place(start),
        subject="日期",
        quote=paragraph.quote(start, min(end, start + 120)),
        actual=words,
        expected="先后相反",
    )
