"""`portal rules`: the join of rules, code and tests, on a tree of its own and on the project itself."""

import json
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from portal.policy import commands, evidence, rules
from portal.policy.citations import cited_in
from portal.policy.marks import marks_in
from portal.policy.reading import Broken

PROJECT = Path(__file__).resolve().parents[2]

TESTS = """
import pytest
from pytest import mark

pytestmark = pytest.mark.rule("CP-16")


@pytest.mark.rule("CS-3.1a", "CS-3.1c")
def test_function():
    pass


@mark.rule("CR-3")
class TestClass:
    pytestmark = [pytest.mark.slow, pytest.mark.rule("CR-10")]

    @pytest.mark.rule("CP-18")
    async def test_method(self):
        pass

    def helper(self):
        pass


@pytest.mark.parametrize("x", [1, pytest.param(2, marks=pytest.mark.rule("TM-4.2a"))])
def test_table(x):
    pass
"""


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A project in a folder; a function writes its files."""
    (tmp_path / "portal").mkdir()
    (tmp_path / "tests").mkdir()
    monkeypatch.setattr(evidence, "PROJECT", tmp_path)

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_ids_are_cited_exactly(tree):
    root = tree(
        "portal/desk/rules.py",
        '"""Serves CS-3.1a. Not XCS-3.1b, CS-3.1cc or CS-3.1c_x."""\n\nLIMIT = "CP-15.1"  # CP-15.1, (CP-16)\n',
    )
    known = ["CS-3.1", "CS-3.1a", "CS-3.1b", "CS-3.1c", "CP-15", "CP-15.1", "CP-1", "CP-16", "CS-3"]
    assert cited_in(root, known) == {
        "CS-3.1a": ["portal/desk/rules.py:1"],
        "CP-15.1": ["portal/desk/rules.py:3"],
        "CP-16": ["portal/desk/rules.py:3"],
    }


def test_tables_are_read_and_the_regulations_themselves_are_not(tree):
    tree("portal/desk/procedure.toml", 'rule = "CR-4.1"\n')
    tree("portal/policy/regulations/cr.toml", 'id = "CR-4.1"\n')
    root = tree("portal/desk/notes.md", "CR-4.1")
    assert cited_in(root, ["CR-4.1"]) == {"CR-4.1": ["portal/desk/procedure.toml:1"]}


def test_marks_of_function_class_module_and_table_are_read(tree):
    root = tree("tests/desk/test_it.py", TESTS)
    found = {(mark.test.removeprefix("tests/desk/test_it.py::"), mark.rule) for mark in marks_in(root)}
    assert found == {
        ("test_function", "CP-16"),
        ("test_function", "CS-3.1a"),
        ("test_function", "CS-3.1c"),
        ("TestClass::test_method", "CP-16"),
        ("TestClass::test_method", "CR-3"),
        ("TestClass::test_method", "CR-10"),
        ("TestClass::test_method", "CP-18"),
        ("test_table", "CP-16"),
        ("test_table", "TM-4.2a"),
    }


def test_json_has_every_rule_with_its_evidence(tree, capsys):
    tree("portal/desk/rules.py", "# CP-16\n")
    tree("tests/desk/test_it.py", TESTS)
    assert commands.rules(Namespace(json=True), None) == 0
    told = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert list(told) == [rule.id for rule in rules()]
    assert told["CP-16"]["where"] == ["portal/desk/rules.py:1"]
    assert told["CP-18"] == {
        "id": "CP-18",
        "how": ["clock"],
        "where": [],
        "tests": ["tests/desk/test_it.py::TestClass::test_method"],
    }


def test_the_table_is_aligned_and_ends_with_counts(tree, capsys):
    tree("portal/desk/a.py", "# CP-16\n")
    tree("portal/desk/b.py", "# CP-16 CP-18\n")
    tree("tests/desk/test_it.py", TESTS)
    assert commands.rules(Namespace(json=False), None) == 0
    lines = capsys.readouterr().out.splitlines()
    line = next(line for line in lines if line.startswith("CP-16 "))
    column = lines[0].index("where")
    assert line[column:].startswith("portal/desk/a.py:1 +1  ")
    assert line[lines[0].index("tests") :] == "tests/desk/test_it.py::test_function +2"
    assert lines[-1] == "241 rules and forms, 2 enforced, 7 shown by tests"


def test_a_mark_that_names_no_rule_is_an_error(tree, capsys):
    tree("tests/test_bad.py", 'import pytest\n\n\n@pytest.mark.rule("CS-3.1")\ndef test_it():\n    pass\n')
    tree("tests/test_vague.py", "import pytest\n\n\n@pytest.mark.rule(RULE)\ndef test_it():\n    pass\n")
    assert commands.rules(Namespace(json=True), None) == 1
    assert capsys.readouterr().err.splitlines() == [
        "tests/test_bad.py::test_it (line 4) names CS-3.1, which is no rule.",
        "tests/test_vague.py::test_it (line 4) names no rule in plain text.",
    ]


def test_a_test_that_is_not_python_is_named(tree, capsys):
    tree("tests/test_bad.py", "import pytest\n\n@pytest.mark.rule(\n")
    assert commands.rules(Namespace(json=False), None) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "test_bad.py, line 3" in told.err


def test_a_broken_regulation_is_named(tree, capsys, monkeypatch):
    def broken():
        raise Broken("cs.toml: CS-3.1a: title has no zh")

    monkeypatch.setattr(commands, "every_rule", broken)
    assert commands.rules(Namespace(json=False), None) == 1
    assert capsys.readouterr().err == "cs.toml: CS-3.1a: title has no zh\n"


def test_no_test_of_the_project_names_an_unknown_rule():
    assert evidence.gather(PROJECT, {rule.id for rule in rules()}).faults == []


def test_without_the_tests_beside_it_there_is_no_evidence(tmp_path, monkeypatch):
    monkeypatch.setattr(evidence, "PROJECT", tmp_path)
    assert evidence.of_this_project.__wrapped__() is None


def test_the_command_needs_neither_web_nor_database():
    """Asked of a fresh interpreter in which the package `portal` itself is empty."""
    program = (
        "import sys, types\n"
        "sys.modules['portal'] = empty = types.ModuleType('portal')\n"
        "empty.__path__ = ['portal']\n"
        "import portal.policy.commands\n"
        "sys.exit(bool({'flask', 'peewee'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=False).returncode == 0
