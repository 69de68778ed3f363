"""The project's own parts that are fetched or made at set-up: what browsers need, and the translations."""

from __future__ import annotations

import hashlib
from pathlib import Path

from portal.operations.checks import Finding, bad, good

SET_UP = "`scripts/start --setup-only` fetches them"
COMPILE = "`portal translations compile` makes them"


def browser_parts(static: Path) -> Finding:
    """The files of static/vendor.sha256, each with its pinned checksum."""
    lines = (static / "vendor.sha256").read_text("utf-8").splitlines()
    wrong = [name for digest, name in map(str.split, lines) if _digest(static / name) != digest]
    if wrong:
        return bad(f"Browser parts are missing or not the pinned ones ({', '.join(wrong)}); {SET_UP}.")
    return good("The browser parts are there and are the pinned ones.")


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def translations(folder: Path) -> Finding:
    """A binary catalogue beside every text catalogue, and not older."""
    texts = sorted(folder.glob("*/LC_MESSAGES/*.po"))
    if not texts:
        return bad(
            f"There are no translations in {folder}; pages are in English only. Restore them from the repository."
        )
    old = [text.relative_to(folder) for text in texts if not _is_compiled(text)]
    if old:
        return bad(f"Translations are not compiled ({', '.join(map(str, old))}); {COMPILE}.")
    return good("The translations are compiled.")


def _is_compiled(text: Path) -> bool:
    binary = text.with_suffix(".mo")
    return binary.exists() and binary.stat().st_mtime >= text.stat().st_mtime
