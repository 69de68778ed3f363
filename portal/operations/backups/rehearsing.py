"""Rehearsing: restore the newest backup beside, look whether everything is there, and say how long it took."""

from __future__ import annotations

import hashlib
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

from peewee import fn

from portal import migrations
from portal.audit import queries as journal
from portal.audit.faults import pair
from portal.core import crypto, db, time
from portal.core.errors import Refused
from portal.core.files import Store
from portal.operations.backups import databases
from portal.operations.backups.contents import Manifest
from portal.operations.backups.making import Told
from portal.operations.backups.restoring import newest_on, restore
from portal.operations.backups.shelf import REHEARSAL, STAMP, Shelf
from portal.operations.checks import BAD, home
from portal.settings import Settings
from portal.tickets.actions.attachments import content
from portal.tickets.models import Attachment

SAMPLE = 20


@dataclass(frozen=True)
class Rehearsed:
    """What a rehearsal found: the backup, rows in all, journal rows, uploads restored and opened, seconds it took."""

    path: Path
    rows: int
    journal: int
    files: int
    opened: int
    seconds: float


def rehearse(settings: Settings, master: bytes, *, told: Told = lambda *_: None) -> Rehearsed:
    """Restore the newest backup into a temporary place and check it there. Refused with a sentence at the first fault.

    For a process of its own: while it looks, every model reads the restored database.
    """
    began = monotonic()
    shelf = Shelf(settings.backup_folder)
    with shelf.taken(), _somewhere(settings, shelf) as place:
        path = newest_on(shelf)
        restored = restore(path, place.home, master=master, address=place.database if place.is_postgresql else "", told=told)
        told("looking", 0, 0)
        opened = _look_at(place, master, restored.manifest)
        rows, entries = sum(restored.manifest.counts.values()), restored.manifest.journal[0]
    return Rehearsed(path, rows, entries, restored.files, opened, round(monotonic() - began, 1))


@contextmanager
def _somewhere(settings: Settings, shelf: Shelf) -> Iterator[Settings]:
    """Settings of a home that is not there yet, and with PostgreSQL an empty database; both gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=REHEARSAL, dir=shelf.folder))
    try:
        if settings.is_postgresql:
            name = f"portal_rehearsal_{time.now().strftime(STAMP).lower()}_{secrets.token_hex(3)}"
            with databases.borrowed(settings.database, name) as address:
                yield replace(settings, home=folder / "home", database=address, anchor_copy="")
        else:
            yield replace(settings, home=folder / "home", anchor_copy="")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _look_at(place: Settings, master: bytes, manifest: Manifest) -> int:
    """Compare with the manifest, bring the copy to today's shape as one would, ask the doctor; uploads opened."""
    facts = databases.facts_of(place, master)
    for table in facts.counts.keys() | manifest.counts.keys():
        have, said = facts.counts.get(table), manifest.counts.get(table)
        if have != said:
            raise Refused(f"The table {table} has {have} rows, and the backup says {said}.")
    if facts.journal != manifest.journal:
        raise Refused("The journal does not end where the backup says.")
    with _every_model_reads(place, master):
        migrations.migrate()
        _demand_whole_journal(manifest)
        found = home.database(place)
        if found.mark == BAD:
            raise Refused(found.text)
        return _open_sample(Store(place.files, master))


def _demand_whole_journal(manifest: Manifest) -> None:
    verdict = journal.verify()
    if verdict.fault:
        raise Refused(f"The journal does not hold: {pair(*verdict.fault)[1]}")
    if verdict.rows != manifest.journal[0]:
        raise Refused(f"The journal has {verdict.rows} rows, and the backup says {manifest.journal[0]}.")


def _open_sample(store: Store) -> int:
    """Open some uploads with their keys, and compare what is inside with what the database says of it."""
    sample = list(Attachment.select().order_by(fn.Random()).limit(SAMPLE))
    for attachment in sample:
        try:
            plain = content(attachment, store=store)
        except (crypto.Unreadable, FileNotFoundError) as fault:
            raise Refused(f"The uploaded file {attachment.place} does not open: {fault}") from fault
        if hashlib.sha256(plain).hexdigest() != attachment.sha256:
            raise Refused(f"The uploaded file {attachment.place} is not what it was.")
    return len(sample)


@contextmanager
def _every_model_reads(place: Settings, master: bytes) -> Iterator[None]:
    before = db.database.obj
    db.open_database(place, master)
    db.ready()
    try:
        yield
    finally:
        db.database.close()
        db.database.initialize(before)
