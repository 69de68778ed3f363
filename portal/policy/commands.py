"""`portal rules`: each rule, how it is treated, where it is enforced and which tests show it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

from portal.policy import evidence
from portal.policy.book import rules as every_rule
from portal.policy.reading import Broken
from portal.policy.regulation import Rule

HEADINGS = ("rule", "how", "where", "tests")


def rules(args, _settings) -> int:
    """Print the table, or JSON with `args.json`.

    1 when a test's mark names no rule, or when a file cannot be read as what it is; told on standard error.
    """
    try:
        known = {rule.id: rule for rule in every_rule()}
        gathered = evidence.gather(evidence.PROJECT, known)
    except (Broken, SyntaxError) as fault:
        print(fault, file=sys.stderr)
        return 1
    rows = [_row(rule, gathered) for rule in known.values()]
    print(json.dumps(rows, indent=1) if args.json else _told(rows))
    for fault in gathered.faults:
        print(fault, file=sys.stderr)
    return 1 if gathered.faults else 0


def _row(rule: Rule, gathered: evidence.Evidence) -> dict:
    return {
        "id": rule.id,
        "how": list(rule.how),
        "where": gathered.where.get(rule.id, []),
        "tests": gathered.tests.get(rule.id, []),
    }


def _told(rows: list[dict]) -> str:
    cells = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    return "\n".join([*lines, "", _counts(rows)])


def _cells(row: dict) -> tuple[str, ...]:
    return row["id"], ", ".join(row["how"]), _first(row["where"]), _first(row["tests"])


def _first(places: Iterable[str]) -> str:
    """One line of the table has room for the first place and the number of the others."""
    first, *others = places or ["-"]
    return f"{first} +{len(others)}" if others else first


def _counts(rows: list[dict]) -> str:
    enforced, shown = (sum(1 for row in rows if row[part]) for part in ("where", "tests"))
    return f"{len(rows)} rules and forms, {enforced} enforced, {shown} shown by tests"
