"""A home of its own for a test that must not stand on the common ground: files on disk, threads, commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal import migrations
from portal.core import crypto, db
from portal.settings import Settings, read
from tests import postgres


def home_at(folder: Path, kind: str = "") -> Settings:
    """A home with a key, and nothing in it yet; on the database of this run, or on one of a `kind`."""
    settings = read({}, home=folder, database=database_of(folder, kind))
    if not settings.master_key_file.exists():
        crypto.make_master_key(settings.master_key_file)
    return settings


def database_of(folder: Path, kind: str) -> str:
    """What PORTAL_DATABASE says there, for sqlcipher, sqlite, postgresql, or an address."""
    if kind == "postgresql" and not postgres.is_installed():
        pytest.skip("no PostgreSQL is installed here")
    return postgres.of_home(folder) if (kind or postgres.WANTED) == "postgresql" else kind or postgres.WANTED


def opened(settings: Settings):
    """The database of a home; nobody else is pointed at it."""
    return db.opened(settings, crypto.derive(crypto.read_master_key(settings.master_key_file), "database"))


@contextmanager
def pointed_at(settings: Settings) -> Iterator:
    """Every model on the migrated database of this home, inside the block."""
    before = db.database.obj
    db.database.initialize(opened(settings))
    try:
        db.ready()
        migrations.migrate()
        yield db.database.obj
    finally:
        db.database.obj.close()
        db.database.initialize(before)
