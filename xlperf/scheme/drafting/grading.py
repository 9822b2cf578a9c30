"""Marks by a word (定性分档): 优得5分、良得4分, 健全、较健全、不健全, 达成 100%～80%."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.scheme.drafting.enumerations import in_chinese
from xlperf.scheme.drafting.reading import CriteriaReading
from xlperf.scheme.model import Grades

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlperf.scheme.drafting.clauses import Clause

_SHARE: Final = re.compile(
    r"(?P<word>[一-鿿]{1,12})[:(,]?(?:按)?(?P<share>\d+(?:\.\d+)?)%(?:的?(?:分值|权重分?|满分|分))?\)?(?:得分|计分)?(?=[;,。、]|$)"
)
_SPAN: Final = re.compile(
    r"(?P<word>[一-鿿、“”且或]{2,40}?)[:(,]?(?:的)?(?:按|得|分别按)?[:,]?(?P<high>\d+)%(?:\(含\))?~(?P<low>\d+)%(?:\(含\))?\)?"
)
_KNOWN: Final = re.compile(r"[优良中差好]|优秀|良好|中等|一般|较好|较差|合格|不合格|基本合格|.{0,4}健全|.{0,4}完善")
_LONGEST: Final = 60
_GRADE_WORD: Final = re.compile(
    r"优|良|中|差|合格|健全|完善|完整|规范|达成|完成|好|一般|及时|明确|合理|到位|有效|符合|较|基本|部分|未|不|无|有"
)


def read_grades(found: Sequence[Clause], full: Decimal) -> CriteriaReading | None:
    """Read clauses whose conditions are words: the best earns the full mark, each other one less."""
    graded = [clause for clause in found if clause.when or clause.otherwise]
    marks = [clause.mark for clause in graded]
    words = [in_chinese(clause.when.strip("(),:;、")) for clause in graded]
    if len(graded) < 2 or len(graded) != len(found) or not full or max(marks) != full:
        return None
    if any(clause.range or clause.deducts or re.search(r"\d", clause.when) for clause in graded):
        return None
    if marks.count(full) != 1 or sorted(marks, reverse=True) != marks or len(set(marks)) != len(marks):
        return None
    if len(set(words)) != len(words) or any(len(word) > _LONGEST or not _GRADE_WORD.search(word) for word in words):
        return None
    if len(graded) == 2 and marks[1] == 0:
        return None
    grades = tuple((word, mark / full) for word, mark in zip(words, marks, strict=True))
    return CriteriaReading(Grades(grades), "；".join(clause.words for clause in graded), "sure")


def read_grade_shares(bare: str) -> CriteriaReading | None:
    """Read 优100%、良80%、中60%、差0 and qualitative bands such as 达成预期100%～80%（含）."""
    spans = list(_SPAN.finditer(bare))
    if len(spans) >= 2 and int(spans[0]["high"]) == 100 and all(int(s["high"]) > int(s["low"]) for s in spans):
        grades = tuple((_word(span["word"]), Decimal(span["high"]) / 100) for span in spans)
        if len({word for word, _ in grades}) == len(grades):
            words = "；".join(span[0] for span in spans)
            note = "文字给每一档一个范围，先按上限计，可在填报表里改得分并写明理由"
            return CriteriaReading(Grades(grades), words, "likely", note)
    shares = list(_SHARE.finditer(bare))
    marks = [Decimal(found["share"]) / 100 for found in shares]
    names = [_word(found["word"]) for found in shares]
    falling = len(shares) >= 3 and marks[0] == 1 and sorted(set(marks), reverse=True) == marks
    if falling and len(set(names)) == len(names) and all(map(_KNOWN.fullmatch, names)):
        grades = tuple(zip(names, marks, strict=True))
        return CriteriaReading(Grades(grades), "；".join(found[0] for found in shares), "sure")
    return None


def _word(text: str) -> str:
    return re.sub(r"^(?:分为|分别|评为|为|的|且|、)+|(?:的|得|按|计|为|、)+$", "", text)
