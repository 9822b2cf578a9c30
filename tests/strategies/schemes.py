"""Random formulas with figures for them, for tests of schemes and scoring."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Final

from hypothesis import strategies as st

NAMES: Final = ("本年支出合计", "“三公”经费", "基本支出", "项目支出", "因公出国（境）费", "上年(本年支出合计)")
_LITERALS: Final = ("0", "1", "3", "0.25", "95%", "12.5%", "2万元", "100")
_SIMPLE: Final = (Decimal(0), Decimal(1), Decimal("0.5"), Decimal(100))


@dataclass(frozen=True)
class FormulaCase:
    """A formula and the figures of its names."""

    text: str
    figures: dict[str, Decimal]


def random_case(seed: int) -> FormulaCase:
    """Make a formula of up to four levels, and a figure for each of NAMES; the same for the same seed."""
    random = Random(seed)  # noqa: S311 - tests want the same formulas again
    return FormulaCase(_figure(random, random.randint(1, 4)), {name: _amount(random) for name in NAMES})


def formula_cases() -> st.SearchStrategy[FormulaCase]:
    """Formulas that give a figure, with figures for all their names."""
    return st.builds(random_case, st.integers(0, 2**32))


def _amount(random: Random) -> Decimal:
    if random.random() < 0.3:
        return random.choice(_SIMPLE)
    return Decimal(random.randint(-(10**8), 10 ** random.randint(3, 10))).scaleb(-2)


def _figure(random: Random, depth: int) -> str:
    if depth == 0:
        name = random.choice(NAMES)
        return random.choice((f"「{name}」" if "（" in name else name, random.choice(_LITERALS)))
    first, second = _figure(random, depth - 1), _figure(random, random.randint(0, depth - 1))
    shapes = (
        f"{first} {random.choice('+-×÷*/＋－')} {second}",
        f"（{first}） {random.choice('+-×÷')} ({second})",
        f"-({first})",
        f"若({_condition(random, depth - 1)}, {first}, {second})",
        f"{random.choice(('最大', '最小', '合计'))}({first}，{second})",
        f"绝对值({first})",
        f"四舍五入({first}, {random.randint(0, 4)})",
    )
    return random.choice(shapes)


def _condition(random: Random, depth: int) -> str:
    first, second = _figure(random, depth), _figure(random, max(0, depth - 1))
    shapes = [f"{first} {random.choice('=≠≥≤><')} {second}", f"{first} ≤ {second} ＜ {first}"]
    if depth > 0:
        shapes.append(f"({_condition(random, depth - 1)}) {random.choice('且或')} {shapes[0]}")
        shapes.append(f"非 ({_condition(random, depth - 1)})")
    return random.choice(shapes)
