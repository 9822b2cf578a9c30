"""The invented example units, one for each shipped scheme: its form, its books, what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from build_official_workbooks import GD_DISTRICT, NATIONAL_FRAME, STEPS_CORRIDOR, Look
from example_answers import example_answers
from example_city_figures import HOUSING, REFORM
from example_figures import DISTRICT, Books
from example_housing_answers import housing_answers
from example_reform_answers import reform_answers

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlperf.answers import Answers
    from xlperf.scheme.model import Scheme


@dataclass(frozen=True, slots=True)
class ExampleUnit:
    """One example unit."""

    look: Look
    books: Books
    answers: Callable[[Scheme], Answers]


EXAMPLE_UNITS: Final = (
    ExampleUnit(GD_DISTRICT, DISTRICT, example_answers),
    ExampleUnit(NATIONAL_FRAME, REFORM, reform_answers),
    ExampleUnit(STEPS_CORRIDOR, HOUSING, housing_answers),
)
