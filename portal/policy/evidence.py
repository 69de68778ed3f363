"""Joins the rules with the code that enforces them and the tests that show it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.policy.book import rules
from portal.policy.citations import cited_in
from portal.policy.marks import marks_in

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Evidence:
    """`where` and `tests` by rule id; `faults` are sentences about marks that name no rule."""

    where: dict[str, list[str]]
    tests: dict[str, list[str]]
    faults: list[str]


def gather(root: Path, known: Collection[str]) -> Evidence:
    """Read the sources under `root` for the ids of `known`."""
    tests: dict[str, list[str]] = {}
    faults = []
    for test, line, rule_id in marks_in(root):
        if rule_id not in known:
            named = f"names {rule_id}, which is no rule" if rule_id else "names no rule in plain text"
            faults.append(f"{test} (line {line}) {named}.")
        elif test not in tests.setdefault(rule_id, []):
            tests[rule_id].append(test)
    return Evidence(cited_in(root, known), tests, faults)


@cache
def of_this_project() -> Evidence | None:
    """The evidence for the running portal, read once per process; None where it runs without its tests beside it."""
    if not (PROJECT / "tests").is_dir():
        return None
    return gather(PROJECT, frozenset(rule.id for rule in rules()))
