from __future__ import annotations

import pytest

import xlperf
from xlperf.ooxml import Workbook
from xlperf.pipeline import run


def test_the_public_face_gives_what_it_names() -> None:
    assert xlperf.run is run
    assert xlperf.Workbook is Workbook
    assert xlperf.load_scheme("gd-district-2023").full == 100
    assert callable(xlperf.review)


def test_what_it_does_not_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        xlperf.nothing  # noqa: B018
