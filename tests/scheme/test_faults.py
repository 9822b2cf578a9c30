"""Every fault of a scheme is found at once, at its line and column, with what was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xlperf.errors import SchemeFaults, UnusableInput
from xlperf.findings import Severity
from xlperf.scheme import check_scheme_file, load_scheme
from xlperf.scheme.checking import check_templates

if TYPE_CHECKING:
    from pathlib import Path

    from xlperf.findings import Finding

SOUND = """\
指标体系: small
名称: 小例
年度: 2023
数据表:
  甲表: {标题: [甲表]}
数据项:
  本年支出: {位置: {表: 甲表, 行: 支出, 栏: 决算数}}
  年初预算: {位置: {表: 甲表, 行: 支出, 栏: 预算数}}
填报项:
  满意度: {问: 满意度, 单位: "%"}
  在职人数: {问: 在职人数, 单位: 人}
参数:
  标准: {单位: "%", 依据: 某办法, 值: {2023-01-01: 90%}}
指标:
  - 名称: 执行
    编号: execution
    满分: 100
    下级:
      - 名称: 执行率
        编号: rate
        满分: 60
        公式: 本年支出 ÷ 年初预算
        评分:
          分段:
            ≥标准: 60
            ＜90%: 0
        依据: 某办法第一条
      - 名称: 制度
        编号: rules
        满分: 40
        评分:
          要点:
            健全: 20
            执行: 20
        依据: 某办法第二条
检查:
  不超预算:
    公式: 本年支出 ≤ 年初预算
"""

MARK = "¦"
"""Stands in the tables below just before the character at which the fault must be found."""


def found_in(text: str, folder: Path) -> tuple[Finding, ...]:
    path = folder / "scheme.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        return check_scheme_file(path).findings
    except SchemeFaults as faults:
        return faults.findings


def test_the_sound_scheme_has_no_faults(tmp_path: Path) -> None:
    assert found_in(SOUND, tmp_path) == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        (
            "公式: 本年支出 ÷ 年初预算",
            "公式: 本年支出 ÷ ¦年处预算",
            "XP209",
            "年处预算：没有这个数据项，是不是“年初预算”？",
        ),
        ("公式: 本年支出 ÷ 年初预算", "公式: 本年支出 ¦÷", "XP210", "指标“执行率”的公式第 6 个字符：公式没有写完"),
        ("公式: 本年支出 ÷ 年初预算", "公式: 本年支出 + ¦求和(年初预算)", "XP210", "没有“求和”这个函数"),
        ("公式: 本年支出 ÷ 年初预算", "公式: ¦本年支出 > 年初预算", "XP210", "这里要一个数，不能是条件"),
        (
            "公式: 本年支出 ÷ 年初预算",
            "公式: ¦本年支出 + 满意度",
            "XP215",
            "元和%不能相加减或相比较（本年支出 + 满意度）",
        ),
        ("公式: 本年支出 ÷ 年初预算", "公式: 若(¦本年支出 > 95%, 1, 0)", "XP215", "元和%不能相加减或相比较"),
        ("公式: 本年支出 ÷ 年初预算", "公式: ¦本年支出", "XP215", "指标“执行率”：单位应是%，公式算出来是元"),
        (
            "          分段:\n            ≥标准: 60\n            ＜90%: 0\n",
            "          按步扣分: {目标: 100%, 每低于: 5, 扣: 2}\n",
            "XP220",
            "写的是 5，没有百分号；公式算出来是比率，应写 5%",
        ),
        ("            ＜90%: 0", "            ＜90: 0", "XP220", "写的是 90，没有百分号；公式算出来是比率，应写 90%"),
        ("公式: 本年支出 ≤ 年初预算", "公式: ¦本年支出 − 年初预算", "XP210", "这里要一个条件"),
        ("公式: 本年支出 ≤ 年初预算", "公式: ¦在职人数 ≤ 年初预算", "XP215", "人和元不能相加减或相比较"),
        ("满分: 60", "满份: 60", "XP206", "指标“执行率”里没有“满份”这一项，是不是“满分”？"),
        ("    满分: 100", "    满分: ¦90", "XP212", "“执行”满分是 90 分，2 个下级指标合计 100 分"),
        ("        满分: 40", "        满分: ¦30", "XP212", "“制度”满分是 30 分，2 个要点合计 40 分"),
        ("        满分: 60\n", "        满分: ¦六十\n", "XP208", "指标“执行率”的“满分”写的是“六十”，要写一个数"),
        ("            ＜90%: 0", "            ＜80%: 0", "XP213", "“执行率”的评分档次在 80% 与 90% 之间有空档"),
        ("            ＜90%: 0", "            ≤90%: 0", "XP213", "在 90% 处重叠"),
        ("            ≥标准: 60", "            ＞90%: 60", "XP213", "恰好等于 90% 时没有档"),
        ("            ≥标准: 60", '            "[90%, 100%]": 60', "XP213", "到 100% 为止，再大的值没有档"),
        ("            ＜90%: 0", '            "[50%, 90%)": 0', "XP213", "从 50% 开始，再小的值没有档"),
        ("            ≥标准: 60", "            ≥标准: 50", "XP220", "最高一档得 50 分，满分却是 60 分"),
        ("            ＜90%: 0", "            ＜90%: ¦零", "XP208", "要写这一档的得分"),
        ("            ＜90%: 0", "            ¦九成以下: 0", "XP208", "一档写成 ≤10%、(10%, 20%]"),
        ("        依据: 某办法第一条\n", "", "XP214", "“执行率”没有写依据"),
        ("依据: 某办法, 值", "值", "XP214", "“标准”没有写依据"),
        (
            "表: 甲表, 行: 支出, 栏: 决算数",
            "表: ¦甲标, 行: 支出, 栏: 决算数",
            "XP209",
            "甲标：没有这个数据表，是不是“甲表”？",
        ),
        ("表: 甲表, 行: 支出, 栏: 决算数", "表: 甲表, 栏: 决算数", "XP207", "缺少“行”"),
        ("名称: 小例\n", "", "XP207", "指标体系缺少“名称”"),
        ("编号: rules", "编号: ¦rate", "XP218", "指标编号“rate”用了两次"),
        ("名称: 制度", "名称: 执行率", "XP218", "指标名称“执行率”用了两次"),
        ("  在职人数: {问", "  本年支出: {问", "XP218", "“本年支出”用了两次"),
        ("  年初预算: {位置", "  年初预算: {公式: ¦年初预算 × 2, 位置", "XP211", "年初预算 → 年初预算"),
        ("  年初预算: {位置", "  年初预算: {公式: ¦满意度, 位置", "XP215", "单位应是元，公式算出来是%"),
        (
            "        评分:\n          要点:\n            健全: 20\n            执行: 20\n",
            "",
            "XP207",
            "指标“制度”缺少“评分”",
        ),
        ("          要点:\n            健全: 20", "          要点:\n            健全: ¦好", "XP208", "要写一个数"),
        ("        公式: 本年支出 ÷ 年初预算\n", "", "XP220", "要按数值评分，却没有写公式"),
        ("          分段:", "          按比例: {目标: 1}\n          分段:", "XP208", "要且只要写一种规则"),
        ("名称: 小例", "名称: 小例\n沿用: ¦不存在的", "XP219", "沿用“不存在的”：没有这个指标体系"),
        ("名称: 小例", "名称: 小例\n¦名称: 又一个", "XP204", "“名称”写了两次，前一次在第 2 行"),
        ("名称: 小例", "名称: ¦&a 小例", "XP205", "锚点 &a不能用"),
        ("名称: 小例", "名称: ¦*a", "XP205", "引用 *a不能用"),
        ("名称: 小例", "名称: ¦!!str 小例", "XP205", "标签"),
        ("  甲表:", "¦\t甲表:", "XP203", "用制表符"),
        ("{标题: [甲表]}", "{标题: [甲表}", "XP201", "括号"),
        ("{2023-01-01: 90%}", "{2023年: ¦90%}", "XP208", "2023-01-01: 30%"),
    ],
)
def test_a_fault_is_found_at_its_place(old: str, new: str, code: str, words: str, tmp_path: Path) -> None:
    assert old in SOUND
    marked = SOUND.replace(old, new, 1)
    found = [finding for finding in found_in(marked.replace(MARK, ""), tmp_path) if finding.code == code]
    assert any(words in finding.message + finding.hint for finding in found), found
    assert all(finding.place.file and finding.place.line for finding in found)
    if MARK in marked:
        before = marked[: marked.index(MARK)]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        assert (line, column) in {(finding.place.line, finding.place.column) for finding in found}


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    text = SOUND.replace("满分: 60", "满份: 60").replace("÷ 年初预算", "÷ 年处预算").replace("执行: 20", "执行: 30")
    codes = {finding.code for finding in found_in(text, tmp_path)}
    assert {"XP206", "XP207", "XP209", "XP212"} <= codes


def test_loading_stops_with_all_faults_in_one_sentence_each(tmp_path: Path) -> None:
    path = tmp_path / "scheme.yaml"
    path.write_text(SOUND.replace("年初预算\n        评分", "年处预算\n        评分"), encoding="utf-8")
    with pytest.raises(SchemeFaults, match=r"第22行第20列：年处预算：没有这个数据项，是不是“年初预算”？"):
        load_scheme(path)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("年度: 2023\n".encode() + b"#" * 10_000_000, "文件有 10.0 MB，指标体系最多 2 MB"),
        ("名称: 示例".encode("gb18030"), "文字编码不是 UTF-8"),
        (b"- a\n- b\n", "开头要写“指标体系: 编号”"),
        (b"[" * 5000, "套了 40 层以上"),
        ("名称: 甲\x07".encode(), "不能出现的"),
        ("公式: '没有写完".encode(), "引号没有配对"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "scheme.yaml"
    path.write_bytes(data)
    with pytest.raises(SchemeFaults, match=words):
        load_scheme(path)


def test_a_formula_of_ten_thousand_characters_is_a_fault_and_nothing_more(tmp_path: Path) -> None:
    found = found_in(SOUND.replace("本年支出 ÷ 年初预算", "本年支出" + " + 本年支出" * 2000), tmp_path)
    assert [finding.code for finding in found] == ["XP210"]
    assert "最多 2000 个" in found[0].message


def test_a_scheme_that_does_not_exist_is_named_with_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match=r"找不到指标体系“gd-2099”：自带的有 .*gd-district-2023"):
        load_scheme("gd-2099")
    with pytest.raises(UnusableInput, match="找不到指标体系"):
        load_scheme(tmp_path / "没有.yaml")


def test_what_is_never_used_is_a_hint(tmp_path: Path) -> None:
    path = tmp_path / "scheme.yaml"
    path.write_text(SOUND, encoding="utf-8")
    found = check_scheme_file(path, {"rate.j2": "执行率{{ 比率 }}"}).findings
    assert [(finding.message, finding.severity) for finding in found] == [
        ("填报项“满意度”没有用到。", Severity.HINT),
        ("填报项“在职人数”没有用到。", Severity.HINT),
    ]
    used = check_scheme_file(path, {"rate.j2": "{{ 数('满意度') }}，{{ 数('在职人数') }}"}).findings
    assert used == ()


@pytest.mark.parametrize(
    ("text", "figure", "line"),
    [
        ("全年支出874.43万元。", "874.43万元", 1),
        ("{{ 名称 }}得\n{% if 满分 %}3分{% endif %}", "3分", 2),
        ("结转结余率为３．６６％", "３．６６％", 1),
    ],
)
def test_a_bare_figure_in_a_template_is_a_fault(text: str, figure: str, line: int) -> None:
    found = list(check_templates({"rate.j2": text}))
    assert [(finding.quote, finding.place.line) for finding in found] == [(figure, line)]


@pytest.mark.parametrize(
    "text",
    [
        "{{ 比率 }}，{# 3.66% #}{% set x = 3 %}",
        "依据《关于2023年度自评的通知》（财预〔2013〕53号）",
        "数据取自财决01-1表",
        "1. 预算编制\n（2）执行",
        "12345热线",
        "在批复后二十日内公开",
    ],
)
def test_titles_document_numbers_and_form_numbers_are_not_figures(text: str) -> None:
    assert not list(check_templates({"rate.j2": text}))
