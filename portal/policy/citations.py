"""Where the code names a rule: the ids in its text, exactly, with path and line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

SUFFIXES = {".py", ".toml"}
REGULATIONS = "portal/policy/regulations"

# Possessive, so that a longer id is never read as the shorter one at its beginning.
ID = re.compile(r"(?<![\w-])[A-Z]{1,2}-[A-Z]?\d++(?:\.\d++)*+[a-z]?+(?!\w)")


def cited_in(root: Path, known: Collection[str]) -> dict[str, list[str]]:
    """For each id of `known` the first line of each file under `root`/portal that names it, as "portal/x.py:12".

    The regulation files themselves do not count.
    """
    found: dict[str, list[str]] = {}
    for path in _sources(root):
        name = path.relative_to(root).as_posix()
        for rule_id, line in _first_lines(path.read_text("utf-8")):
            if rule_id in known:
                found.setdefault(rule_id, []).append(f"{name}:{line}")
    return found


def _sources(root: Path) -> Iterator[Path]:
    for path in sorted((root / "portal").rglob("*")):
        if path.suffix in SUFFIXES and not path.is_relative_to(root / REGULATIONS):
            yield path


def _first_lines(text: str) -> Iterator[tuple[str, int]]:
    seen: set[str] = set()
    for match in ID.finditer(text):
        if match[0] not in seen:
            seen.add(match[0])
            yield match[0], text.count("\n", 0, match.start()) + 1
