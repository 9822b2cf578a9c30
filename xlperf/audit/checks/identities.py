"""The standing relations between income, expenditure and balances (SUM), wherever the text states all members."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.audit.catalogue import IDENTITY, ROUNDING
from xlperf.audit.causes import likely_cause
from xlperf.audit.checks.weigh import Fit, shown, weigh, weigh_total, written
from xlperf.audit.claims import Claim, Role
from xlperf.audit.numbers import Sort, factor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlperf.audit.report import Report
    from xlperf.findings import Finding


@dataclass(frozen=True, slots=True)
class _Rule:
    words: str
    total: re.Pattern[str]
    parts: tuple[tuple[re.Pattern[str], bool], ...]
    """(label, must be there)."""


def _p(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_RULES: Final = (
    _Rule(
        "收入总计 = 本年收入合计 + 使用非财政拨款结余 + 年初结转和结余",
        _p(r"^(?:\S{0,6})收入总计$|^总收入$|^收入总额$"),
        (
            (_p(r"^本年(?:度)?收入(?:合计)?$"), True),
            (_p(r"使用非财政拨款结余|使用专用结余"), False),
            (_p(r"(?:年初|上年)(?:财政拨款)?结转和?(?:结余)?$"), True),
        ),
    ),
    _Rule(
        "支出总计 = 本年支出合计 + 结余分配 + 年末结转和结余",
        _p(r"^(?:\S{0,6})支出总计$|^总支出$|^支出总额$"),
        (
            (_p(r"^本年(?:度)?支出(?:合计)?$"), True),
            (_p(r"^结余分配$"), False),
            (_p(r"年末(?:财政拨款)?结转和?(?:结余)?$|结转下年|年末结余"), True),
        ),
    ),
    _Rule(
        "“三公”经费 = 因公出国（境）费 + 公务用车购置及运行维护费 + 公务接待费",
        _p(r"三公”?经费(?:财政拨款)?(?:支出|决算|合计|支出决算|支出合计|实际支出)?(?:合计|总计|数|总额)?$"),
        (
            (_p(r"^因公出国(?:境)?(?:费用?|经费)?(?:支出)?(?:决算)?$"), True),
            (_p(r"^公务用车购置(?:及|和|与)?运行(?:维护)?(?:费用?|经费)?(?:支出)?(?:决算)?$"), True),
            (_p(r"^公务接待(?:费用?|经费)?(?:支出)?(?:决算)?$"), True),
        ),
    ),
    _Rule(
        "“三公”经费 = 因公出国（境）费 + 公务用车购置费 + 公务用车运行维护费 + 公务接待费",
        _p(r"三公”?经费(?:财政拨款)?(?:支出|决算|合计|支出决算|支出合计|实际支出|支出共计)?(?:合计|总计|数|总额)?$"),
        (
            (_p(r"^(?:\S{0,4})因公出国(?:境)?(?:费用?|经费)?(?:支出)?(?:决算)?$"), True),
            (_p(r"^公务(?:用)?车购置(?:费|支出|费支出)(?:决算)?$"), True),
            (_p(r"^公务(?:用)?车运行(?:维护)?费(?:支出)?(?:决算)?$"), True),
            (_p(r"^公务接待(?:费用?|经费)?(?:支出)?(?:决算)?$"), True),
        ),
    ),
    _Rule(
        "基本支出 = 人员经费 + 公用经费",
        _p(r"基本支出$"),
        ((_p(r"人员(?:经费|支出)$"), True), (_p(r"公用(?:经费|支出)$"), True)),
    ),
    _Rule(
        "公务用车购置及运行维护费 = 购置费 + 运行维护费",
        _p(r"^公务用车购置(?:及|和|与)运行(?:维护)?费?(?:支出)?(?:决算)?$"),
        (
            (_p(r"^公务用车购置(?:费|支出|费支出)(?:决算)?$"), True),
            (_p(r"^公务用车运行(?:维护)?费?(?:支出)?(?:决算)?$"), True),
        ),
    ),
    _Rule(
        "固定资产原值 = 累计折旧 + 净值",
        _p(r"资产(?:账面)?(?:原值|原价)(?:合计|总额)?$"),
        ((_p(r"^(?:固定资产)?累计折旧(?:\(摊销\))?$"), True), (_p(r"^(?:固定资产|资产)?(?:账面)?净值$"), True)),
    ),
    _Rule(
        "政府采购支出 = 货物 + 工程 + 服务",
        _p(r"^政府采购(?:支出)?(?:总额|合计|总计|金额)?$"),
        (
            (_p(r"^(?:政府采购)?货物(?:类)?(?:采购)?(?:支出|金额)?$"), True),
            (_p(r"^(?:政府采购)?工程(?:类)?(?:采购)?(?:支出|金额)?$"), True),
            (_p(r"^(?:政府采购)?服务(?:类)?(?:采购)?(?:支出|金额)?$"), True),
        ),
    ),
)


def identities(report: Report) -> Iterator[Finding]:
    """收入总计、支出总计、“三公”合计 and the like equal their standing members (domain.md 3.6, checks 1, 4 to 6)."""
    seen: set[tuple[int, int]] = set()
    for scope in _scopes(report):
        for rule in _RULES:
            yield from _apply(report, rule, scope, seen)
        yield from _balance(report, scope)
        yield from _both_totals(report, scope, seen)


def _scopes(report: Report) -> Iterator[list[Claim]]:
    """Give the money claims section by section, as members stand near their total."""
    section: tuple[int, ...] | None = None
    claims: list[Claim] = []
    for index in range(len(report.paragraphs)):
        entry = report.outline[index]
        path = entry.path[:2] or ((index,) if entry.mark else ())
        if path != section and entry.heading and len(entry.path) <= 1 and claims:
            yield claims
            claims = []
        section = path
        usable = (Role.LEVEL, Role.ACTUAL)
        claims += [
            c
            for c in report.claims[index]
            if c.number.sort is Sort.MONEY and c.number.exact and c.role in usable and not c.past
        ]
    if claims:
        yield claims


def _bare(label: str) -> str:
    return re.sub(r"[“”\"（）()\s]|财政拨款(?=[“三])", "", label)


def _find(claims: Sequence[Claim], pattern: re.Pattern[str], near: Claim) -> Claim | None:
    found = [
        c for c in claims if c is not near and pattern.search(_bare(c.label)) and abs(c.paragraph - near.paragraph) <= 4
    ]
    found = [c for c in found if not c.period or not near.period or c.period == near.period]
    return min(
        found, key=lambda c: (abs(c.paragraph - near.paragraph), abs(c.number.start - near.number.start)), default=None
    )


def _apply(report: Report, rule: _Rule, claims: Sequence[Claim], seen: set[tuple[int, int]]) -> Iterator[Finding]:
    for total in claims:
        if not rule.total.search(_bare(total.label)) or (total.paragraph, total.number.start) in seen:
            continue
        members = [(_find(claims, pattern, total), needed) for pattern, needed in rule.parts]
        if any(member is None and needed for member, needed in members):
            continue
        parts = [member for member, _ in members if member]
        if len({(p.paragraph, p.number.start) for p in parts}) < len(parts) or any(
            p.number.base > total.number.base * 20 for p in parts
        ):
            continue
        seen.add((total.paragraph, total.number.start))
        weighed = weigh_total(total.number, [part.number for part in parts])
        if (
            weighed.fit is Fit.EXACT
            or _other_fits(claims, rule, total)
            or _fits_another(report, rule, total, weighed.value)
        ):
            continue
        yield _finding(report, rule.words, total, parts, weighed.value, hint=weighed.fit is not Fit.WRONG)
        return


def _fits_another(report: Report, rule: _Rule, total: Claim, added: Decimal) -> bool:
    """The members may belong to another total of the same name (全口径 and 财政拨款)."""
    return any(
        c is not total
        and rule.total.search(_bare(c.label))
        and c.number.sort is Sort.MONEY
        and abs(c.number.base - added) <= c.number.step * 2
        for c in report.amounts_near(total.paragraph)
    )


def _other_fits(claims: Sequence[Claim], rule: _Rule, total: Claim) -> bool:
    """Several amounts may carry one label (this year's and a restated one): any choice that closes will do."""
    choices = [
        [c for c in claims if pattern.search(_bare(c.label)) and c is not total][:4] for pattern, _ in rule.parts
    ]
    sums: list[Decimal] = [Decimal(0)]
    for number, (options, (_, needed)) in enumerate(zip(choices, rule.parts, strict=True)):
        extra = [] if needed and number >= 0 else [Decimal(0)]
        sums = [one + other for one in sums for other in [*extra, *(c.number.base for c in options)]][:300]
    return any(abs(value - total.number.base) <= total.number.step * 2 for value in sums)


_BALANCE: Final = (
    _p(r"(?:年初|上年)(?:财政拨款)?结转和?(?:结余)?$"),
    _p(r"^本年(?:度)?收入(?:合计)?$"),
    _p(r"^本年(?:度)?支出(?:合计)?$"),
    _p(r"年末(?:财政拨款)?结转和?(?:结余)?$"),
)
_OTHER_FLOWS: Final = re.compile(r"结余分配|使用非财政拨款结余|专用结余|收回|缴回|上缴")


def _balance(report: Report, claims: Sequence[Claim]) -> Iterator[Finding]:
    """年初结转和结余 + 本年收入 = 本年支出 + 年末结转和结余, where nothing else flows."""
    found = []
    for pattern in _BALANCE:
        fitting = [c for c in claims if pattern.search(_bare(c.label))]
        if (
            not fitting
            or len({c.number.base for c in fitting}) > 1
            or abs(fitting[0].paragraph - claims[0].paragraph) > 12
        ):
            return
        found.append(fitting[0])
    opening, income, spent, closing = found
    paragraphs = range(min(c.paragraph for c in found), max(c.paragraph for c in found) + 1)
    if len(paragraphs) > 4 or any(_OTHER_FLOWS.search(report.paragraphs[at].plain) for at in paragraphs):
        return
    value = opening.number.base + income.number.base - spent.number.base
    slack = sum(c.number.step for c in found)
    if abs(value - closing.number.base) > slack:
        yield _finding(
            report,
            "年初结转和结余 + 本年收入 − 本年支出 = 年末结转和结余",
            closing,
            [opening, income, spent],
            value,
            hint=False,
        )


def _both_totals(report: Report, claims: Sequence[Claim], seen: set[tuple[int, int]]) -> Iterator[Finding]:
    """收入总计 = 支出总计, where one sentence states both."""
    for one in claims:
        if not re.search(r"收入总计$", _bare(one.label)):
            continue
        other = next(
            (
                c
                for c in claims
                if c.paragraph == one.paragraph
                and c.sentence == one.sentence
                and re.search(r"支出总计$", _bare(c.label))
            ),
            None,
        )
        if other is None or (other.paragraph, -other.number.start) in seen:
            continue
        seen.add((other.paragraph, -other.number.start))
        if weigh(other.number, one.number.base, one.number.interval).fit is Fit.WRONG:
            yield _finding(report, "收入总计 = 支出总计", other, [one], one.number.base, hint=False)


def _finding(  # noqa: PLR0913 - what the finding is made of
    report: Report, words: str, total: Claim, parts: Sequence[Claim], value: Decimal, *, hint: bool
) -> Finding:
    code = ROUNDING if hint else IDENTITY
    scale = factor(total.number.unit)
    cause = likely_cause(value / scale, total.number.value, [(p.label, p.number.base / scale) for p in parts])
    return code.finding(
        place=report.place(total),
        places=(report.place(total), *(report.place(part) for part in parts)),
        subject=total.label,
        quote=report.words(total),
        expected=shown(value, total.number),
        actual=written(total.number),
        difference=shown(abs(value - total.number.base), total.number),
        rule=words,
        hint=cause or code.advice,
    )
