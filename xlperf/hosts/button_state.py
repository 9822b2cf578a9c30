"""What 更新.xlsm shows of the last run: the figures in a few lines, the files made, what changed, the findings."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from xlperf.findings import Finding, Kind, Place, Severity
from xlperf.unit import DATA, OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

ACTIONS: Final = {"refresh": "刷新本月", "check": "检查", "report": "生成报告"}
"""What the buttons are called."""

_OUTPUT_NAMES: Final = {
    "workbook": "评分表",
    "monitoring": "绩效目标运行监控表",
    "report": "自评报告",
    "working_paper": "计算底稿",
    "note": "月度执行情况",
    "review": "审阅页",
}


@dataclass(frozen=True, slots=True)
class ButtonState:
    """The last run, in the officer's words."""

    unit: str = ""
    action: str = ""
    """What was done: 刷新本月; empty before the first time."""
    finished: datetime | None = None
    outcome: str = "还没有运行过。把导出的表放进“数据”文件夹，再按上面的按钮。"
    """One sentence: how it went, or why not."""
    succeeded: bool = True
    lines: tuple[tuple[str, str], ...] = ()
    """Label and text: 得分, 99.95 分（满分 100 分）."""
    outputs: tuple[tuple[str, str], ...] = ()
    """Name and file, relative to the unit folder."""
    changes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Their files are relative to the unit folder where the file is there."""


def failed_state(action: str, reason: str, finished: datetime) -> ButtonState:
    """Say that a run stopped, and why."""
    return ButtonState(
        action=ACTIONS.get(action, action),
        finished=finished,
        outcome=f"没有做成：{reason or '程序没有说明原因；在命令行运行 xlperf doctor 看看环境'}",
        succeeded=False,
    )


def state_from_document(unit_folder: Path, action: str, document: Mapping[str, Any], finished: datetime) -> ButtonState:
    """Read the JSON object that a command prints with --json."""
    findings = tuple(_finding(unit_folder, item) for item in document.get("findings") or ())
    return ButtonState(
        unit=str(document.get("unit") or ""),
        action=ACTIONS.get(action, action),
        finished=finished,
        outcome=_outcome(action, findings),
        lines=tuple(_lines(document, findings)),
        outputs=tuple(_outputs(unit_folder, document.get("outputs") or {})),
        changes=tuple(str(item.get("what") or "") for item in document.get("changes") or ()),
        findings=tuple(sorted(findings, key=lambda finding: list(Severity).index(finding.severity))),
    )


def state_text(state: ButtonState) -> str:
    """Write a state down as JSON, for the next time that 更新.xlsm is made."""
    return json.dumps(asdict(state), ensure_ascii=False, default=str)


def state_from_text(text: str) -> ButtonState:
    """Read a state that was written down. Raises ValueError for anything else."""
    try:
        known = json.loads(text)
        finished = known["finished"]
        return ButtonState(
            **(
                known
                | {
                    "finished": datetime.fromisoformat(finished) if finished else None,
                    "lines": _pairs(known["lines"]),
                    "outputs": _pairs(known["outputs"]),
                    "changes": tuple(known["changes"]),
                    "findings": tuple(_stored_finding(item) for item in known["findings"]),
                }
            )
        )
    except (KeyError, TypeError) as error:
        raise ValueError("not a state of ours") from error


def _pairs(items: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, words) for label, words in items)


def _stored_finding(item: Mapping[str, Any]) -> Finding:
    places = tuple(Place(**place) for place in item["places"])
    kind, severity = Kind(item["kind"]), Severity(item["severity"])
    return Finding(**{**item, "kind": kind, "severity": severity, "place": Place(**item["place"]), "places": places})


def _outcome(action: str, findings: Iterable[Finding]) -> str:
    must = sum(finding.severity is Severity.ERROR for finding in findings)
    name = ACTIONS.get(action, action)
    return f"{name}完成，有 {must} 条必须修改，见下面的核对意见。" if must else f"{name}完成，没有必须修改的问题。"


def _lines(document: Mapping[str, Any], findings: Iterable[Finding]) -> Iterable[tuple[str, str]]:
    if document.get("period"):
        yield "年度", str(document["period"])
    score, full = document.get("score"), document.get("full")
    if full:
        yield "得分", f"{score} 分（满分 {full} 分）" if score is not None else f"还算不出总分（满分 {full} 分）"
    execution = document.get("execution")
    if execution:
        yield "月份", str(execution.get("month") or "")
        yield "预算执行", _execution_words(execution)
        behind = [str(item.get("name") or item.get("code") or "") for item in execution.get("behind") or ()]
        if behind:
            yield "低于预警线", f"{len(behind)} 个项目：{'、'.join(behind)}"
    counts = Counter(finding.severity for finding in findings)
    words = "，".join(f"{severity.chinese} {counts[severity]} 条" for severity in Severity if counts[severity])
    yield "核对意见", words or "没有发现问题"


def _execution_words(execution: Mapping[str, Any]) -> str:
    rate, progress = execution.get("rate"), execution.get("time_progress")
    words = [f"执行率 {rate}%"] if rate is not None else ["执行率算不出"]
    if progress is not None:
        words.append(f"序时进度 {progress}%")
    try:
        ahead = Decimal(str(rate)) - Decimal(str(progress))
    except InvalidOperation:
        return "，".join(words)
    return "，".join([*words, f"{'快' if ahead >= 0 else '慢'} {abs(ahead)} 个百分点"])


def _outputs(unit_folder: Path, outputs: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for key, path in outputs.items():
        if path:
            yield _OUTPUT_NAMES.get(key, key), _inside(unit_folder, str(path))


def _finding(unit_folder: Path, item: Mapping[str, Any]) -> Finding:
    place = item.get("place") or {}
    return Finding(
        code=str(item.get("code") or ""),
        kind=Kind(item.get("kind") or Kind.SOURCE),
        severity=Severity(item.get("severity") or Severity.HINT),
        message=str(item.get("message") or ""),
        place=Place(
            file=_inside(unit_folder, str(place.get("file") or "")),
            sheet=str(place.get("sheet") or ""),
            cell=str(place.get("cell") or ""),
            line=place.get("line"),
        ),
        hint=str(item.get("hint") or ""),
        explanation=str(item.get("explanation") or ""),
    )


def _inside(unit_folder: Path, file: str) -> str:
    """Name a file relative to the unit folder, wherever in it the bare name is found."""
    if not file:
        return ""
    for folder in (unit_folder, unit_folder / DATA, unit_folder / OUTPUTS):
        path = (folder / file).resolve()
        if path.is_file() and path.is_relative_to(unit_folder.resolve()):
            return path.relative_to(unit_folder.resolve()).as_posix()
    return file
