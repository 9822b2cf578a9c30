"""The words over the columns of a scoring sheet (评分表栏名) and what each means."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import Final

LONGEST_HEADING: Final = 24
"""Characters of a heading, blanks and brackets left out."""


class Role(StrEnum):
    """What stands in a column of a scoring sheet."""

    LEVEL = "level"
    """Name of an indicator of one level (一级指标)."""
    NAME = "name"
    """Names of all levels in one column (指标名称), or of a level that is not said."""
    NUMBER = "number"
    """序号."""
    MARK = "mark"
    """分值."""
    WEIGHT = "weight"
    """权重 beside a 分值."""
    DEFINITION = "definition"
    """指标解释."""
    CRITERIA = "criteria"
    """评分标准."""
    TARGET = "target"
    """指标值."""
    ACTUAL = "actual"
    """实际完成值."""
    SCORE = "score"
    """自评得分."""
    REVIEW = "review"
    """Score, or words, of those who check it (复核得分)."""
    TEXT = "text"
    """自评说明."""
    REASON = "reason"
    """扣分原因."""
    EVIDENCE = "evidence"
    """佐证材料."""
    OTHER = "other"


CHECKERS: Final = re.compile(
    "复核|核定|审核|复评|评审|抽查|财政|专家|主管|第三方|核查|再评|上级|终评|考核组|评价组|抽评"
)
LEVEL: Final = re.compile(r"(?:第)?([一二三四1234])级(?:指标|评价指标|考核指标|绩效指标)?(?:名称|内容)?")
_NAME: Final = re.compile(
    r"(?:考核|评价|绩效|评分|自评)?(?:指标|项目|类别|事项|要素|内容|维度)(?:名称|体系|及内容)?"
    r"|(?:考核|评价|评分|自评)项|指标级次|大类|中类|小类|子项|分项|小项"
)
_MATERIALS: Final = "佐证|证明材料|证明资料|证明文件|支撑材料|支撑依据|印证|证据|资料清单|材料清单"
_WORDS: Final = (
    (Role.NUMBER, "序号|编号|行次|代码|(?:指标)?编码|指标代码"),
    (
        Role.CRITERIA,
        (
            ".*(?:评分|评价|计分|得分|打分|扣分|考核|赋分|记分|指标)(?:评分|评价)?"
            "(?:标准|方法|办法|细则|规则|要点|原则)(?:说明|及说明|及方法|内容|和方法|与方法)?"
        ),
    ),
    (Role.TEXT, "(?:自评|得分|评分|打分)?(?:情况)?(?:说明|依据|理由)[及和与].*(?:佐证|证明|支撑).*"),
    (Role.EVIDENCE, f".*(?:{_MATERIALS}).*|附件(?:材料|名称|清单)?|相关材料"),
    (
        Role.REASON,
        "(?:自评)?(?:扣分|失分|未得分|未得满分|未达标|偏差|减分)(?:的)?(?:原因|理由|说明|依据|情况).*",
    ),
    (
        Role.TEXT,
        (
            "(?:自评|自我评价|得分|评分|打分|评价|完成|自查)(?:得分|情况)?"
            "(?:说明|依据|理由|描述|简述|情况|简况).*|情况说明|得分情况|自评(?:情况|内容)"
        ),
    ),
    (
        Role.SCORE,
        (
            "(?:单位|部门|本单位)?(?:自评|自我评价|自我评分|自评价|自查)(?:得分|分|分数|分值|评分|打分|结果)?"
            "|(?:实际|评价|实|指标|本项|该项|单项|评定|考核)?得分(?:数|值)?|评分|打分|自我评分|实得分数?|评价分数?|评分结果|自评结果"
        ),
    ),
    (
        Role.MARK,
        (
            "(?:指标|标准|基准|评价|应得|项目|评分)?"
            "(?:分值|满分|满分值|标准分|标准分值|分数|赋分|基准分|应得分|满分分值)"
            "|标准分|基本分|分值权重|权重分值|权重分|标准得分|总分值?"
        ),
    ),
    (Role.WEIGHT, "(?:指标)?(?:权重|权数|比重)(?:值|系数)?"),
    (
        Role.DEFINITION,
        (
            "(?:指标)?(?:解释|释义|内涵|定义|含义)(?:及说明)?|指标(?:说明|内容|解释.*)"
            "|计算公式|计算方法|评价内容|考核内容|评价重点|具体内容"
        ),
    ),
    (Role.TARGET, "(?:年度|预期|计划|全年)?(?:指标值|目标值|计划值|预期值|绩效目标值|目标)"),
    (
        Role.ACTUAL,
        "(?:全年|年度)?(?:实际|实际完成|完成|指标完成)(?:值|数|率|完成值|指标值|情况)|评价结果值|指标实际值",
    ),
    (Role.OTHER, "备注.*|说明|评分人|责任部门|责任人|数据来源|资料来源|材料名称|是否.*|页码|份数"),
)
"""Headings by role, without blanks and brackets; the first that fits decides."""
_ANY: Final = re.compile(
    "[级标分评权证据附目类事要内维序编码值成说解释备注原材资是页责行代数率计重公体件号因考核法办项义查定]"
)
"""A word without any of these is no heading; most cells of other tables fall out here."""
SCORING: Final = re.compile(r"分\s*[值数]|得\s*分|评\s*[分价]|自\s*[评查]|权\s*重|标准分|满\s*分|考\s*核|[计打记赋]分")
"""Words of which every scoring sheet has one."""


@lru_cache(maxsize=4096)
def role_of(word: str) -> tuple[Role, int] | None:
    """Say what a heading means, and the level of a name column; None for a word that is no heading."""
    if not word or len(word) > LONGEST_HEADING or not _ANY.search(word):
        return None
    level = LEVEL.fullmatch(word)
    if level:
        return Role.LEVEL, "一二三四1234".index(level[1]) % 4 + 1
    for role, words in _WORDS:
        if re.fullmatch(words, word):
            return role, 0
    return (Role.NAME, 0) if _NAME.fullmatch(word) else None


@lru_cache(maxsize=4096)
def heading_key(text: str) -> str:
    """Fold a heading for comparing: no blanks, no units or remarks in brackets, half width."""
    folded = unicodedata.normalize("NFKC", text)
    folded = re.sub(r"[(\[【].*?[)\]】]", "", folded) or folded
    return "".join(c for c in folded if c.isalnum())
