"""A home of its own for a test that must not stand on the common ground: files on disk, threads, commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal import migrations
from portal.core import crypto, db
from portal.settings import Settings, read


def home_at(folder: Path, kind: str = "sqlcipher") -> Settings:
    """A home with a key, and nothing in it yet."""
    settings = read({}, home=folder, database=kind)
    if not settings.master_key_file.exists():
        crypto.make_master_key(settings.master_key_file)
    return settings


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
