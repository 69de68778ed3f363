"""Which tests say that they show a rule: the `@pytest.mark.rule` marks, read without running or importing a test."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Mark(NamedTuple):
    """One id on one test. `rule` is None where the mark names no id in plain text."""

    test: str
    line: int
    rule: str | None


def marks_in(root: Path) -> list[Mark]:
    """Every mark on the tests of `root`/tests; `test` is "tests/a/test_b.py::Class::test_c"."""
    found = []
    for path in sorted((root / "tests").rglob("test_*.py")):
        source = path.read_text("utf-8")
        if "mark.rule" in source:
            found += _marks(ast.parse(source, str(path)).body, path.relative_to(root).as_posix(), [])
    return found


def _marks(body: list[ast.stmt], name: str, inherited: list[ast.Call]) -> Iterator[Mark]:
    """Marks of the tests in a module or class; `inherited` are those of what stands around it."""
    inherited = inherited + [call for each in body if _is_pytestmark(each) for call in _rule_calls(each)]
    for each in body:
        if isinstance(each, ast.ClassDef) and each.name.startswith("Test"):
            yield from _marks(each.body, f"{name}::{each.name}", inherited + _decorating(each))
        elif isinstance(each, Function) and each.name.startswith("test"):
            for call in inherited + _decorating(each):
                yield from _named(call, f"{name}::{each.name}")


def _is_pytestmark(statement: ast.stmt) -> bool:
    targets = getattr(statement, "targets", [getattr(statement, "target", None)])
    return any(isinstance(each, ast.Name) and each.id == "pytestmark" for each in targets)


def _decorating(marked: Function | ast.ClassDef) -> list[ast.Call]:
    return [call for decorator in marked.decorator_list for call in _rule_calls(decorator)]


def _rule_calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls of `….mark.rule(…)`, also inside a list or a `pytest.param(marks=…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.rule"):
            yield node


def _named(call: ast.Call, test: str) -> Iterator[Mark]:
    for argument in call.args or [call]:
        plain = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        yield Mark(test, call.lineno, argument.value if plain else None)
