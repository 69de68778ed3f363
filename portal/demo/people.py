"""The staff of the demo company."""

from __future__ import annotations

import tomllib
from pathlib import Path

from portal.access import passwords
from portal.access.actions import hire
from portal.access.models import Staff
from portal.audit import SYSTEM

TABLE = Path(__file__).with_name("people.toml")
PASSWORD = "portal-demo"  # noqa: S105 (public on purpose: the sign-in page shows it in demo mode)


def hire_all() -> dict[str, Staff]:
    """Everybody of people.toml by user name. They share one hash, which takes most of the time."""
    password_hash = passwords.hashed(PASSWORD)
    table = tomllib.loads(TABLE.read_text("utf-8"))
    return {name: hire(name, **facts, password_hash=password_hash, by=SYSTEM)[0] for name, facts in table.items()}
