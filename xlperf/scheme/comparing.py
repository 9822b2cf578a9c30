"""What changed between two schemes (两个指标体系的差别): from year to year, or from the default to one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.amounts import folded, plain
from xlperf.scheme.describing import indicator_rule
from xlperf.scheme.model import Parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from xlperf.scheme.model import Check, FactSpec, Indicator, Parameter, Question, Scheme

NEW: Final = "新增"
GONE: Final = "取消"
CHANGED: Final = "修改"
DISPLAYS: Final = {"percent": "百分比", "money": "金额", "number": "数", "": ""}
TYPES: Final = {"number": "数", "text": "文字", "choice": "选择"}
SEVERITIES: Final = {"error": "必须修改", "warning": "需说明", "hint": "提示"}
EFFECTS: Final = {"full": "按分值得分", "rescale": "重新折算"}

Words = dict[str, str]
"""What is said of a thing, by what it is called."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is new, gone or other than before."""

    kind: str
    """新增, 取消 or 修改."""
    section: str
    """指标, 参数, 填报项, 数据项, 检查, 等级 or 指标体系."""
    id: str
    name: str
    what: str = ""
    """Which part of it: 满分, 评分规则, 公式; empty where the whole is new or gone."""
    before: str = ""
    after: str = ""


def compare_schemes(old: Scheme, new: Scheme) -> tuple[Difference, ...]:
    """List what changed from one scheme to another, in the order of the new one.

    Indicators are matched by their ids, those left over by their names.
    """
    return (
        *_compared("指标体系", {"": ("", _about(old))}, {"": ("", _about(new))}),
        *_indicators(old, new),
        *_compared("参数", _parameters(old), _parameters(new)),
        *_compared("填报项", _questions(old.questions), _questions(new.questions)),
        *_compared("数据项", _facts(old.facts), _facts(new.facts)),
        *_compared("检查", _checks(old.checks), _checks(new.checks)),
        *_compared("等级", _grades(old), _grades(new)),
    )


def difference_lines(differences: Sequence[Difference]) -> Iterator[str]:
    """Say the differences, grouped by what they are about."""
    above: tuple[str, str] | None = None
    for section in dict.fromkeys(difference.section for difference in differences):
        yield f"【{section}】"
        for difference in (d for d in differences if d.section == section):
            if not difference.what:
                words = difference.after or difference.before
                yield f"{difference.kind}　{difference.name}" + (f"（{words}）" if words else "")
                continue
            if above != (section, difference.id):
                above = (section, difference.id)
                if difference.name:
                    yield f"{CHANGED}　{difference.name}"
            yield from _change_lines(difference)


def _change_lines(difference: Difference) -> Iterator[str]:
    before, after = difference.before.split("\n"), difference.after.split("\n")
    if len(before) == len(after) == 1:
        yield f"    {difference.what}：{difference.before or '（无）'} → {difference.after or '（无）'}"
        return
    yield f"    {difference.what}："
    yield from (f"      原　{line or '（无）'}" for line in before if line not in after)
    yield from (f"      新　{line or '（无）'}" for line in after if line not in before)


def _compared(
    section: str, old: Mapping[str, tuple[str, Words]], new: Mapping[str, tuple[str, Words]]
) -> Iterator[Difference]:
    for identity, (name, words) in new.items():
        if identity not in old:
            yield Difference(NEW, section, identity, name, after=_summary(words))
            continue
        was = old[identity][1]
        for what in dict.fromkeys((*words, *was)):
            before, after = was.get(what, ""), words.get(what, "")
            if before != after:
                yield Difference(CHANGED, section, identity, name, what, before, after)
    for identity, (name, words) in old.items():
        if identity not in new:
            yield Difference(GONE, section, identity, name, before=_summary(words))


def _summary(words: Words) -> str:
    """Say the first thing about what is new or gone: its place and mark, its unit, its value."""
    parts = [
        f"{what} {text}"
        for what, text in words.items()
        if what in {"上级", "满分", "单位", "值", "公式", "最低分"} and text
    ]
    return "，".join(parts).replace("\n", "；")


def _about(scheme: Scheme) -> Words:
    return {
        "名称": scheme.title,
        "制定机关": scheme.authority,
        "年度": str(scheme.year),
        "依据": str(scheme.reference),
        "总分": plain(scheme.full),
        "金额单位": scheme.money_unit,
        "表格标题": scheme.form_title,
        "不适用时": EFFECTS[scheme.not_applicable],
    }


def _indicators(old: Scheme, new: Scheme) -> Iterator[Difference]:
    before, after = _tree(old), _tree(new)
    same = {identity: identity for identity in after if identity in before}
    by_name = {folded(before[identity][0]): identity for identity in before if identity not in after}
    for identity in after:
        key = folded(after[identity][0])
        if identity not in same and key in by_name:
            same[identity] = by_name.pop(key)
    pairs = {was: identity for identity, was in same.items()}
    yield from _compared("指标", {pairs.get(key, key): value for key, value in before.items()}, after)


def _tree(scheme: Scheme) -> dict[str, tuple[str, Words]]:
    def walk(nodes: Iterable[Indicator], above: str) -> Iterator[tuple[str, tuple[str, Words]]]:
        for node in nodes:
            yield node.id, (node.name, _indicator(node, above))
            yield from walk(node.children, node.name)

    return dict(walk(scheme.indicators, ""))


def _indicator(node: Indicator, above: str) -> Words:
    words = {
        "编号": node.id,
        "名称": node.name,
        "上级": above,
        "满分": f"{plain(node.full)} 分",
        "公式": node.formula,
        "评分规则": "\n".join(_rule(node)),
        "评分标准": node.criteria,
        "指标解释": node.definition,
        "依据": str(node.reference),
        "佐证": "；".join(node.evidence),
        "别名": "、".join(node.aliases),
        "显示": DISPLAYS[node.display],
        "模板": node.narrative,
        "期间": "月度" if node.period == "month" else "",
    }
    if node.applicability is not None:
        rule = node.applicability
        words["不适用"] = "；".join(part for part in (EFFECTS[rule.effect], rule.when, rule.words) if part)
    return words


def _rule(node: Indicator) -> Iterator[str]:
    yield from indicator_rule(node)
    if isinstance(node.rule, Parts):
        yield from (f"{part.name} = {part.formula}" for part in node.rule.parts if part.formula)


def _parameters(scheme: Scheme) -> dict[str, tuple[str, Words]]:
    return {name: (name, _parameter(spec)) for name, spec in (scheme.parameters or {}).items()}


def _parameter(spec: Parameter) -> Words:
    percent = spec.unit == "%"
    values = (f"{since.isoformat()} 起 {plain(v * 100) + '%' if percent else plain(v)}" for since, v in spec.values)
    return {"单位": spec.unit, "值": "\n".join(values), "依据": str(spec.reference)}


def _questions(questions: Mapping[str, Question]) -> dict[str, tuple[str, Words]]:
    return {name: (name, _question(spec)) for name, spec in questions.items()}


def _question(spec: Question) -> Words:
    ends = (plain(end) if end is not None else "不限" for end in (spec.low, spec.high))
    return {
        "问": spec.prompt,
        "类型": TYPES[spec.type],
        "单位": spec.unit,
        "选项": "、".join(spec.choices),
        "范围": "～".join(ends),
        "必填": "是" if spec.required else "否",
        "指标": spec.indicator,
        "章节": spec.section,
        "说明": spec.help,
    }


def _facts(facts: Mapping[str, FactSpec]) -> dict[str, tuple[str, Words]]:
    return {name: (name, _fact(spec)) for name, spec in facts.items()}


def _fact(spec: FactSpec) -> Words:
    places = (
        f"{place.table}：{'、'.join((*place.within, ''))}{'、'.join(place.row)} × "
        f"{'、'.join(' > '.join(path) for path in place.column)}{'（取负）' if place.sign < 0 else ''}"
        for place in spec.locations
    )
    return {
        "单位": spec.unit,
        "公式": spec.formula,
        "位置": "\n".join(places),
        "空白": "作零" if spec.blank == "zero" else "缺",
        "期间": {"year": "本年", "prior": "上年", "month": "本月"}[spec.period],
        "说明": spec.note,
    }


def _checks(checks: Iterable[Check]) -> dict[str, tuple[str, Words]]:
    return {
        check.id: (
            check.id,
            {
                "公式": check.formula,
                "说明": check.text,
                "程度": SEVERITIES[check.severity],
                "依据": str(check.reference),
            },
        )
        for check in checks
    }


def _grades(scheme: Scheme) -> dict[str, tuple[str, Words]]:
    return {grade.name: (grade.name, {"最低分": plain(grade.low)}) for grade in scheme.grades}
