"""Wordings met in reports of other authorities: each with a slip that is found, and without it in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from xlperf.audit import audit_report
from xlperf.findings import Severity

if TYPE_CHECKING:
    from pathlib import Path

    from tests.audit.conftest import Audit

FOUND: Final = (
    ("XP902", "“三公”经费支出12.56万元，完成年初预算15.00万元的83.73%。其中：接待费2.36万元，公车运行费10.30万元。"),
    ("XP972", "满意度为92.3%，高于95%的目标。"),
    ("XP972", "群众满意度92.6%，不低于95%。"),
    ("XP972", "完成通道38公里，超过40公里的目标。"),
    ("XP951", "截至2022年12月31日，固定资产总额166.47万元。"),
    ("XP951", "截至2023年11月30日，共有车辆3辆。"),
    ("XP908", "3个项目自评得分分别为90分、92分、94分，平均95分。"),
    ("XP908", "自评平均分97.00分，其中“校园维修”项目98分，“课后服务”项目90分，“设备更新”项目96.5分。"),
    ("XP904", "固定资产原值318.60万元，累计折旧146.21万元，净值172.93万元。"),
    ("XP905", "新改建农村公路126.4公里，比计划的120公里多4.6公里。"),
    ("XP982", "80岁以上老人8640人，发放津贴622.08万元，人均720万元。"),
    ("XP941", "（项）257.14万元，主要用于：缴费。年初预算为274.82万元，支出决算为245.53万元。"),
    ("XP976", "年初预算为0万元，全年预算为320万元，支出决算为307.82万元，完成年初预算的96.19%。"),
    ("XP915", "公务接待费支出决算增加0.40万元，增长100%。公务接待费支出0.40万元。"),
    ("XP985", "决算数大小于预算数的主要原因是调减项目。"),
    ("XP920", "项目自评96分：执行率指标10分得9.8分，产出指标50分得49.2分，效益指标30分得28分，满意度指标10分得8分。"),
)  # fmt: skip
SILENT: Final = (
    "“三公”经费支出12.66万元，完成年初预算15.00万元的84.40%。其中：公务接待费2.36万元，公务用车运行维护费10.30万元。",
    "满意度为96.3%，高于95%的目标。比平均水平低8.37个百分点。",
    "经费支出3.00万元，低于预算5.00万元。完成486件，超过目标36件。",
    "截至2023年12月31日，固定资产总额166.47万元；截至2022年12月31日，上年固定资产总额160.20万元。",
    "3个项目自评得分分别为90分、92分、94分，平均92分。",
    "固定资产原值318.60万元，累计折旧146.21万元，净值172.39万元。",
    "新改建农村公路126.4公里，比计划的120公里多6.4公里。",
    "80岁以上老人8640人，发放津贴622.08万元，人均720元。",
    "年末实有在职人员81人，其中行政人员23人、事业人员58人，退休人员37人。",
    "政府采购金额186.42万元，其中授予中小企业158.20万元，占84.86%；授予小微企业112.35万元，占中小企业合同金额的71.02%。",
    "“三公”经费年初预算为53.93万元，支出决算为37.35万元，完成预算的69.26%，其中：公务用车购置及运行维护费支出决算为37.35万元，完成预算的71.28%。",
    "森林防火能力提升预算986.00万元，支出902.47万元，执行率91.53%。",
    "包括部本级决算和所属2家单位决算。纳入编制范围的单位共3个，具体为：1.本级；2.中心；3.研究院。",
    "本年收入合计2156.84万元, 其中: 财政拨款收入2148.30万元, 其他收入8.54万元. 年初结转和结余41.62万元.",
)  # fmt: skip


@pytest.mark.parametrize(("code", "text"), FOUND)
def test_the_slip_is_found(audit: Audit, code: str, text: str) -> None:
    assert code in {finding.code for finding in audit(text)}


@pytest.mark.parametrize("text", SILENT)
def test_what_is_right_raises_nothing(audit: Audit, text: str) -> None:
    assert [f.message for f in audit(text) if f.severity is not Severity.HINT] == []


def test_text_wrapped_in_full_lines_is_joined_before_it_is_read(tmp_path: Path) -> None:
    """As PDF files give it: headings end their line, brackets and full stops may end a line in mid-paragraph."""
    path = tmp_path / "决算.txt"
    path.write_text(
        "示例街道办事处2023年度部门决算情况说明，本说明按公开要求编写\n"
        "一、主要职能与工作任务，由派出机关按规定承担并组织实施，职能包\n"
        "括：\n"
        "（一）开展便民、利民的社区服务，兴办社会福利事业，做好社会保障\n"
        "工作；\n"
        "（二）办理区人民政府交办的其他事项。\n"
        "二、财政拨款支出决算情况说明\n"
        "“社会保障和就业支出（类）行政事业单位养老支出（款）离退休（项）”\n"
        "257.14万元，主要用于：发放机关离退休干部津贴、福利和活动费等项。\n"
        "年初预算为274.82万元，支出决算为257.14万元，完成预算的93.57%。\n"
        "决算数大于预算数的主要原因是离退休人员减少，津贴补贴的发放数少。\n",
        encoding="utf-8",
    )
    raised = [(f.code, f.place.line) for f in audit_report(path).findings if f.severity is not Severity.HINT]
    assert raised == [("XP972", 11)]


def test_a_file_without_a_figure_is_told_apart(audit: Audit) -> None:
    assert "XP998" in {finding.code for finding in audit("今天天气很好。", title="散文")}


def test_text_and_table_of_one_report_state_one_amount(tmp_path: Path) -> None:
    path = tmp_path / "报告.md"
    path.write_text(
        "示例局2023年度部门整体支出绩效自评报告\n\n单位：万元\n\n| 项目 | 年初预算 | 决算数 |\n| --- | --- | --- |\n"
        "| 基本支出 | 90.00 | 95.00 |\n| 项目支出 | 60.00 | 62.30 |\n\n基本支出95.00万元，项目支出63.20万元。\n",
        encoding="utf-8",
    )
    assert [(f.code, f.subject) for f in audit_report(path).findings] == [("XP941", "项目支出")]
