"""Which portal this is, and on what it runs."""

from __future__ import annotations

import platform
import tomllib
from importlib.metadata import version

from portal.core import db
from portal.core.i18n import _
from portal.settings import PROJECT

VERSION = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["version"]


def versions() -> list[tuple[str, str]]:
    """The parts that an administrator is asked for first, each with its version."""
    return [
        (_("Portal"), VERSION),
        ("Python", platform.python_version()),
        ("Flask", version("flask")),
        ("peewee", version("peewee")),
        _engine(),
    ]


def _engine() -> tuple[str, str]:
    if db.is_postgresql():
        return "PostgreSQL", str(db.select("SHOW server_version")[0][0]).split()[0]
    return "SQLite", str(db.select("SELECT sqlite_version()")[0][0])
