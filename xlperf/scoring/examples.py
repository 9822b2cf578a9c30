"""Examples beside a scheme (examples.yaml): a sentence, figures and answers in, rates and scores out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.amounts import plain
from xlperf.errors import SchemeFaults, UnusableInput
from xlperf.scheme.catalogue import EXAMPLE_FAILED, NO_EXAMPLE
from xlperf.scheme.nodes import Fields, Items, Text
from xlperf.scheme.reading.fields import Reading, Section
from xlperf.scheme.store import load_scheme, scheme_file
from xlperf.scoring.example_input import example_answers, example_facts, indicator_id
from xlperf.scoring.score import score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from xlperf.findings import Finding
    from xlperf.scheme.model import Scheme
    from xlperf.scheme.nodes import Node
    from xlperf.scoring.result import IndicatorResult, Results

KEYS: Final = ("例子", "数据", "填报", "要点", "目标", "项目", "重点工作", "不适用", "核定", "扣分原因", "结果")
TOTAL: Final = "总分"
NO_VALUE: Final = "无"
_SHOWN: Final[Mapping[str, Callable[[IndicatorResult], str]]] = {
    "值": lambda found: found.display or NO_VALUE,
    "得分": lambda found: NO_VALUE if found.score is None else plain(found.score),
    "状态": lambda found: found.status.chinese,
}


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One example, and what came out other than it says."""

    name: str
    results: Results
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came out as the example says."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class ExamplesReport:
    """All examples of a scheme, and the indicators that none of them looks at."""

    scheme: Scheme
    examples: tuple[ExampleResult, ...]
    without: tuple[str, ...]
    """Names of indicators that have no example."""
    findings: tuple[Finding, ...]


def run_examples(id_or_path: str | Path) -> ExamplesReport:
    """Run the examples that stand beside a scheme.

    Raises:
        UnusableInput: there is no such scheme, or no examples.yaml beside it.
        SchemeFaults: the scheme or its examples have faults.
    """
    from xlperf.scheme.yaml_nodes import read_yaml

    scheme = load_scheme(id_or_path)
    path = scheme_file(id_or_path).with_name("examples.yaml")
    if not path.is_file():
        raise UnusableInput(f"指标体系“{scheme.id}”旁边没有 examples.yaml：在那里写几个例子，再运行 scheme test")
    name = f"{path.parent.name}/{path.name}"
    tree, faults = read_yaml(path.read_bytes(), name)
    return run_example_tree(scheme, tree, faults)


def run_example_tree(scheme: Scheme, tree: Node | None, faults: Iterable[Finding] = ()) -> ExamplesReport:
    """Run the examples of a tree made elsewhere (Excel).

    Raises:
        SchemeFaults: the examples have faults; all are listed, with their places.
    """
    reading = Reading(list(faults))
    examples = tuple(_run(scheme, reading, node) for node in (tree.items if isinstance(tree, Items) else ()))
    if reading.findings:
        lines = "\n".join(f"  {finding.place}：{finding.message}" for finding in reading.findings)
        raise SchemeFaults(f"例子有 {len(reading.findings)} 处错误：\n{lines}", tuple(reading.findings))
    seen = {path[3] for path in reading.places if path[0] == "例子" and path[2:3] == ("结果",) and len(path) == 4}
    without = tuple(leaf.name for leaf in scheme.leaves() if not {leaf.name, leaf.id} & seen)
    failed = [finding for example in examples for finding in example.findings]
    return ExamplesReport(
        scheme, examples, without, (*failed, *(NO_EXAMPLE.finding(subject=leaf_name) for leaf_name in without))
    )


def _run(scheme: Scheme, reading: Reading, node: Node) -> ExampleResult:
    title = node.get("例子") if isinstance(node, Fields) else None
    name = title.value if isinstance(title, Text) else ""
    example = Section(reading, node, ("例子", name), f"例子“{name}”", KEYS)
    example.require("例子")
    results = score(scheme, example_facts(scheme, example), example_answers(scheme, example))
    return ExampleResult(name, results, tuple(_differences(scheme, example, results)))


def _differences(scheme: Scheme, example: Section, results: Results) -> Iterator[Finding]:
    expected = example.section("结果", f"{example.where}的结果")
    for name, node in expected.fields if expected is not None else ():
        place = expected.fields.key_place(name) if expected is not None else node.place
        if expected is not None:
            expected.node(name)
        if name == TOTAL:
            total = NO_VALUE if results.total is None else plain(results.total)
            wanted = node.value if isinstance(node, Text) else ""
            compared = [("分数", wanted, total)] if wanted != total else []
        else:
            found = {result.indicator.id: result for result in results.indicators}.get(
                indicator_id(scheme, example, name)
            )
            compared = list(_compared(example, name, node, found)) if found is not None else []
        for what, wanted, actual in compared:
            yield EXAMPLE_FAILED.finding(
                place=place, subject=name, example=example.path[-1], what=what, expected=wanted, actual=actual
            )


def _compared(example: Section, name: str, node: Node, found: IndicatorResult) -> Iterator[tuple[str, str, str]]:
    """Give what was expected and what came out, where they differ: a score alone, or 值, 得分, 状态."""
    if isinstance(node, Text):
        wanted = {"得分": node.value}
    else:
        row = Section(example.reading, node, (*example.path, "结果", name), f"{example.where}的{name}", tuple(_SHOWN))
        wanted = {key: row.text(key) for key in _SHOWN if key in row.fields.entries}
    for key, value in wanted.items():
        actual = _SHOWN[key](found)
        if value != actual:
            yield key, value, actual
