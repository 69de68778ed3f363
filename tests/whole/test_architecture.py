"""The shape of the code: imports point down, the web stays at the edge, files hold one noun."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal.core.failures import HIDDEN_FIELDS

PROJECT = Path(__file__).resolve().parents[2]
FILES = sorted((PROJECT / "portal").rglob("*.py"))
NAMES = [path.relative_to(PROJECT).as_posix() for path in FILES]
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in zip(NAMES, FILES, strict=True)}

WEB = {"flask", "werkzeug", "flask_wtf", "flask_login", "flask_babel", "htmx_flask"}
EDGE = re.compile(r"portal/(core|[a-z]+/(views|forms|guard|commands)(/|\.py)|[a-z/]+/forms\.py)|portal/(__init__|areas)\.py")
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
LONG_FILES = {"portal/access/roles.py"}  # one table


def imported(tree: ast.Module) -> set[str]:
    """The top packages a file imports, wherever in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_imports_point_down():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_only_the_edge_knows_the_web(name):
    if not EDGE.match(name):
        assert imported(TREES[name]) & WEB == set()


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_is(name):
    if not name.startswith("portal/migrations/0"):
        assert ast.get_docstring(TREES[name])


def test_every_area_has_a_charter():
    for folder in sorted({path.parent for path in FILES} - {PROJECT / "portal"}):
        charter = folder / "__init__.py"
        assert charter.exists(), folder
        assert len(ast.get_docstring(ast.parse(charter.read_text("utf-8")))) > 20, folder


def test_long_files_are_named_here():
    long = {name for name, path in zip(NAMES, FILES, strict=True) if len(path.read_text("utf-8").splitlines()) > LONGEST_FILE}
    assert long == LONG_FILES


def functions() -> list[tuple[str, int]]:
    """(place, lines) of every function's body, its docstring not counted."""
    found = []
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                first = node.body[bool(ast.get_docstring(node)) : 1 + bool(ast.get_docstring(node))] or node.body
                found.append((f"{name}:{node.name}", node.end_lineno - first[0].lineno + 1))
    return found


def test_functions_are_small():
    lengths = sorted(length for _place, length in functions())
    assert lengths[len(lengths) // 2] < 10
    assert [place for place, length in functions() if length > LONGEST_FUNCTION and "/migrations/" not in place] == []


def test_files_are_small():
    lengths = sorted(len(path.read_text("utf-8").splitlines()) for path in FILES)
    assert lengths[len(lengths) // 2] < 100


def test_nothing_is_left_for_later():
    signs = re.compile(r"#\s*(TODO|FIXME|XXX|HACK)\b|NotImplementedError\(|raise NotImplementedError")
    for name, path in zip(NAMES, FILES, strict=True):
        assert not signs.search(path.read_text("utf-8")), name


def test_fields_that_nobody_sees_are_known_where_words_are_given_back():
    hidden = {
        node.targets[0].id
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "HiddenField"
    }
    assert hidden and hidden <= HIDDEN_FIELDS


def test_rows_of_customers_are_touched_only_in_the_archive():
    """Other areas ask the archive's queries, which narrow to what a person may see."""
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "portal.archive.models":
                assert name.startswith("portal/archive/"), name
