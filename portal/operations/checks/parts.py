"""The project's own parts that are fetched or made at set-up: what browsers need, and the translations."""

from __future__ import annotations

import hashlib
from pathlib import Path

from portal.core.i18n import _
from portal.operations.checks import Finding, bad, good


def browser_parts(static: Path) -> Finding:
    """The files of static/vendor.sha256, each with its pinned checksum."""
    lines = (static / "vendor.sha256").read_text("utf-8").splitlines()
    wrong = [name for digest, name in map(str.split, lines) if _digest(static / name) != digest]
    if wrong:
        what = _("Browser parts are missing or not the pinned ones")
        todo = _("`scripts/start --setup-only` fetches them")
        return bad(f"{what} ({', '.join(wrong)}); {todo}.")
    return good(_("The browser parts are there and are the pinned ones."))


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def translations(folder: Path) -> Finding:
    """A binary catalogue beside every text catalogue, and not older."""
    texts = sorted(folder.glob("*/LC_MESSAGES/*.po"))
    if not texts:
        what = {"folder": folder}
        said = _("There are no translations in %(folder)s; pages are in English only. Restore them from the repository.", **what)
        return bad(said)
    old = [text.relative_to(folder) for text in texts if not _is_compiled(text)]
    if old:
        names = ", ".join(map(str, old))
        return bad(_("Translations are not compiled (%(names)s); `portal translations compile` makes them.", names=names))
    return good(_("The translations are compiled."))


def _is_compiled(text: Path) -> bool:
    binary = text.with_suffix(".mo")
    return binary.exists() and binary.stat().st_mtime >= text.stat().st_mtime
