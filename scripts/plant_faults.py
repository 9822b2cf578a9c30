"""Plant faults at random into clean reports and print what the audit finds: recall and false alarms by kind.

Run: python scripts/plant_faults.py [--folder tests/audit/corpus/clean] [--times 40] [--seed 1] [--show]
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlperf.audit.audit import audit_documents
from xlperf.audit.report import Report
from xlperf.audit.text import document_of_text
from xlperf.findings import Finding, Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PAGE: Final = 750
"""Characters of a printed page of 22 lines of 28 characters, with its gaps."""
ARITHMETIC: Final = (Kind.SUM, Kind.PCT, Kind.SCORE, Kind.COUNT, Kind.UNIT)

_AMOUNT: Final = r"\d+(?:\.\d+)?万元"


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted fault: what it is, on which line, and the report's lines with it."""

    kind: Kind
    line: int
    what: str
    text: str


def change_digit(number: str, dice: random.Random) -> str:
    """Change one digit, never the last decimal alone, and never into a leading zero."""
    places = [at for at, char in enumerate(number) if char.isdigit()]
    usable = places[:-1] if "." in number and len(places) > 1 else places
    at = dice.choice(usable)
    digit = dice.choice([d for d in "123456789" if d != number[at]])
    return number[:at] + digit + number[at + 1 :]


def _swap_at(line: str, start: int, end: int, new: str) -> str:
    return line[:start] + new + line[end:]


def _pick(lines: Sequence[str], pattern: str, dice: random.Random, group: int = 1) -> tuple[int, re.Match[str]] | None:
    found = [(at, match) for at, line in enumerate(lines) for match in re.finditer(pattern, line) if match[group]]
    return dice.choice(found) if found else None


def _replace(kind: Kind, lines: Sequence[str], at: int, match: re.Match[str], new: str, group: int = 1) -> Fault:  # noqa: PLR0913, PLR0917
    line = _swap_at(lines[at], *match.span(group), new)
    what = f"{match[group]} → {new}"
    return Fault(kind, at + 1, what, "\n".join([*lines[:at], line, *lines[at + 1 :]]))


def plant_sum(lines: Sequence[str], dice: random.Random) -> Fault | None:
    """Change a digit of an addend or of a total in a list that adds up, or drop an addend."""
    listing = rf"\d万元[，：；（、][^。]*?(?:其中|包括|分别为|按功能分类)[^。]*?{_AMOUNT}[^。]*?{_AMOUNT}[^。]*"
    picked = _pick(lines, f"({listing})", dice)
    if picked is None:
        return None
    at, match = picked
    inner = [m for m in re.finditer(r"(\d+\.\d+)(?=万元)", lines[at]) if match.start() <= m.start() < match.end()]
    before = [m for m in re.finditer(r"(\d+\.\d+)(?=万元)", lines[at]) if m.start() <= match.start() < m.end()]
    choices = [
        m
        for m in inner + before
        if not re.search(r"(?:增加|减少|下降|增长|上年|其中授予)$", lines[at][: m.start()]) and float(m[1]) > 1
    ]
    if not choices:
        return None
    chosen = dice.choice(choices)
    return _replace(Kind.SUM, lines, at, chosen, change_digit(chosen[1], dice))


def plant_rate(lines: Sequence[str], dice: random.Random) -> Fault | None:
    """Change a whole digit of a share, a growth or a completion rate; less may lie inside the stated precision."""
    picked = _pick(
        lines, rf"{_AMOUNT}[，、]?[^。；\d]{{0,12}}(?:占|增长|下降|完成|执行率)[^。；\d]{{0,14}}?(\d+\.\d+)%", dice
    )
    if picked is None:
        return None
    at, match = picked
    whole = change_digit(match[1].split(".")[0], dice)
    return _replace(Kind.PCT, lines, at, match, f"{whole}.{match[1].split('.')[1]}")


def plant_score(lines: Sequence[str], dice: random.Random) -> Fault | None:
    """Change a score or a full mark."""
    picked = _pick(lines, r"(?:满分(?:\d+(?:\.\d+)?)分，自评得(?:分为)?|满分)(\d+(?:\.\d+)?)分", dice)
    if picked is None:
        return None
    at, match = picked
    value = Decimal(match[1])
    new = value + dice.choice([Decimal(1), Decimal("0.5"), Decimal(-1), Decimal("-0.5")])
    if new <= 0:
        new = value + 1
    return _replace(Kind.SCORE, lines, at, match, f"{new.normalize():f}")


def plant_count(lines: Sequence[str], dice: random.Random) -> Fault | None:
    """Change the stated number of items of a list."""
    picked = _pick(
        lines,
        r"(\d{1,2}|[二三四五六七八九])(?:个|项|家|条)[^，。；\d]{0,10}(?:[，：（](?:分别是|分别为|包括|一是|即)|：)[^。\d]{2,60}[、；]",
        dice,
    )
    if picked is None:
        return None
    at, match = picked
    numerals = "零一二三四五六七八九十"
    if match[1].isdigit():
        return _replace(Kind.COUNT, lines, at, match, str(int(match[1]) + dice.choice([1, 2])))
    return _replace(Kind.COUNT, lines, at, match, numerals[min(numerals.index(match[1]) + 1, 10)])


def plant_unit(lines: Sequence[str], dice: random.Random) -> Fault | None:
    """Write 元 for 万元, or a percentage as a fraction with its sign."""
    if dice.random() < 0.6:
        picked = _pick(lines, r"(?:支出|收入|经费|决算|预算|费|资金)[^。；，\d]{0,8}\d+\.\d{2}(万元)", dice)
        return _replace(Kind.UNIT, lines, picked[0], picked[1], "元") if picked else None
    picked = _pick(lines, r"(?:完成|占|控制率|满意度|执行率)[^。；，\d]{0,12}(\d{2}\.\d{1,2})%", dice)
    if picked is None:
        return None
    return _replace(Kind.UNIT, lines, picked[0], picked[1], f"{Decimal(picked[1][1]) / 100:f}")


def plant_year(lines: Sequence[str], dice: random.Random) -> Fault | None:
    """Carry over last year's date, or give a part of the year."""
    named = Counter(re.findall(r"20\d\d(?=年)", "\n".join(lines))).most_common(1)
    if not named:
        return None
    year = named[0][0]
    pattern = rf"({year})年度?(?=[^。；，]{{0,30}}(?:总计|决算|自评|本年|财政拨款|“三公”))"
    picked = _pick(lines[3:], pattern, dice)
    if picked is None:
        return None
    at, match = picked
    return _replace(Kind.YEAR, lines, at + 3, match, str(int(year) - 1))


def plant_word(lines: Sequence[str], dice: random.Random) -> Fault | None:
    """Turn 大于 into 小于, or 增长 into 下降 behind an amount."""
    picked = _pick(lines, rf"(?:决算数(大于|小于)预算数|(?:增加|减少){_AMOUNT}，(增长|下降)\d)", dice, 0)
    if picked is None:
        return None
    at, match = picked
    group = 1 if match[1] else 2
    other = {"大于": "小于", "小于": "大于", "增长": "下降", "下降": "增长"}[match[group]]
    return _replace(Kind.WORD, lines, at, match, other, group)


def plant_label(lines: Sequence[str], dice: random.Random) -> Fault | None:
    """Name a level wrongly, or call income expenditure."""
    picked = _pick(lines, r"(?:(本年收入合计|本年支出合计)\d[^。]*其中：|该([一二三])级指标)", dice, 0)
    if picked is None:
        return None
    at, match = picked
    if match[1]:
        return _replace(
            Kind.LABEL, lines, at, match, {"本年收入合计": "本年支出合计", "本年支出合计": "本年收入合计"}[match[1]]
        )
    return _replace(Kind.LABEL, lines, at, match, dice.choice([level for level in "一二三" if level != match[2]]), 2)


def plant_two(lines: Sequence[str], dice: random.Random) -> Fault | None:
    """Change one of two amounts that stand for the same labelled quantity."""
    labels = re.findall(r"([\u4e00-\u9fff]{6,16}(?:合计|总额|收入|支出))\d+\.\d+万元", "\n".join(lines))
    repeated = [label for label, times in Counter(labels).items() if times > 1]
    if not repeated:
        return None
    picked = _pick(lines, rf"{re.escape(dice.choice(repeated))}(\d+\.\d+)万元", dice)
    return _replace(Kind.TWO, lines, picked[0], picked[1], change_digit(picked[1][1], dice)) if picked else None


def plant_template(lines: Sequence[str], dice: random.Random) -> Fault | None:
    """Leave template text behind a sentence."""
    at = dice.choice([at for at, line in enumerate(lines) if len(line) > 30])
    residue = dice.choice(
        ["（300字以内）", "（请根据实际情况填写）", "比上年增加（减少）××万元。", "指标2：……", "XX项目完成率100%。"]
    )
    line = lines[at] + residue
    return Fault(Kind.TMPL, at + 1, residue, "\n".join([*lines[:at], line, *lines[at + 1 :]]))


def plant_empty(lines: Sequence[str], dice: random.Random) -> Fault | None:
    """Break a sentence off, or empty a cover line."""
    choices = [at for at, line in enumerate(lines) if len(line) > 40 and line.endswith("。") and "，" in line[10:-2]]
    if not choices:
        return None
    at = dice.choice(choices)
    line = lines[at][: lines[at].rindex("，", 0, len(lines[at]) - 2) + 1]
    return Fault(Kind.EMPTY, at + 1, "句子断在逗号", "\n".join([*lines[:at], line, *lines[at + 1 :]]))


PLANTERS: Final[dict[Kind, Callable[[Sequence[str], random.Random], Fault | None]]] = {
    Kind.SUM: plant_sum,
    Kind.PCT: plant_rate,
    Kind.SCORE: plant_score,
    Kind.COUNT: plant_count,
    Kind.UNIT: plant_unit,
    Kind.YEAR: plant_year,
    Kind.WORD: plant_word,
    Kind.LABEL: plant_label,
    Kind.TWO: plant_two,
    Kind.TMPL: plant_template,
    Kind.EMPTY: plant_empty,
}


def findings_of(text: str) -> tuple[Finding, ...]:
    """Audit a text."""
    return audit_documents([Report(document_of_text(text))]).findings


def found(fault: Fault, before: Sequence[Finding], after: Sequence[Finding]) -> tuple[bool, bool]:
    """Say whether anything new points at the fault's line, and whether it is of the fault's kind."""
    known = {(f.code, f.place.line, f.quote) for f in before}
    new = [f for f in after if (f.code, f.place.line, f.quote) not in known]
    here = [f for f in new if fault.line in {f.place.line, *(place.line for place in f.places)}]
    return bool(here), any(f.kind is fault.kind for f in here)


def main() -> int:
    """Plant, audit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent.parent / "tests/audit/corpus/clean")
    parser.add_argument("--times", type=int, default=10, help="faults of each kind in each report")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print the faults that were not found")
    chosen = parser.parse_args()
    dice = random.Random(chosen.seed)  # noqa: S311 - faults, not secrets
    planted: Counter[Kind] = Counter()
    seen: Counter[Kind] = Counter()
    named: Counter[Kind] = Counter()
    alarms, pages = 0, 0.0
    for path in sorted(chosen.folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        clean = findings_of(text)
        alarms += sum(f.severity is not Severity.HINT for f in clean)
        pages += len(text) / PAGE
        for kind, planter in PLANTERS.items():
            tried = set()
            for _ in range(chosen.times):
                fault = planter(text.split("\n"), dice)
                if fault is None or (fault.line, fault.what) in tried:
                    continue
                tried.add((fault.line, fault.what))
                planted[kind] += 1
                anything, same = found(fault, clean, findings_of(fault.text))
                seen[kind] += anything
                named[kind] += same
                if chosen.show and not anything:
                    print(f"  未发现 {kind} {path.name} 第{fault.line}行 {fault.what}")
    print(f"{'类别':<6}{'植入':>6}{'发现':>6}{'召回':>9}{'类别也对':>9}")
    for kind in PLANTERS:
        total = planted[kind] or 1
        print(f"{kind:<8}{planted[kind]:>6}{seen[kind]:>8}{seen[kind] / total:>10.1%}{named[kind] / total:>10.1%}")
    core = sum(planted[kind] for kind in ARITHMETIC) or 1
    print(f"算术类（{'、'.join(ARITHMETIC)}）召回 {sum(seen[kind] for kind in ARITHMETIC) / core:.1%}")
    rest = [kind for kind in PLANTERS if kind not in ARITHMETIC]
    print(f"其余各类召回 {sum(seen[kind] for kind in rest) / (sum(planted[kind] for kind in rest) or 1):.1%}")
    print(f"误报：{pages:.1f} 页干净报告里 {alarms} 条（每十页 {alarms / pages * 10:.2f} 条）")
    return 0


if __name__ == "__main__":
    sys.exit(main())
