"""Making a backup: a copy that stands still, sealed beside, on disk, and only then under its name."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from portal.audit import anchor_files, anchors
from portal.core import disk, time
from portal.core.errors import Refused
from portal.core.i18n import HEADQUARTERS, size
from portal.operations import rules
from portal.operations.backups import databases, sealed
from portal.operations.backups.contents import (
    ANCHOR,
    ANCHOR_KEYS,
    DATABASE,
    FILES,
    SETTINGS,
    Manifest,
    Part,
    listed_files,
)
from portal.operations.backups.shelf import Files, Kept, Shelf, copy_all, new_uploads, room
from portal.operations.versions import VERSION
from portal.settings import Settings

SECRET = re.compile("passphrase|password|secret|token|key")

Told = Callable[[str, int, int], None]  # the step ("database", "files", "sealing"), bytes done, bytes in all


@dataclass(frozen=True)
class Made:
    """A backup that lies on the shelf: how many bytes, how many files it lists and how many of them were new."""

    path: Path
    size: int
    files: int
    new_files: int
    removed: int
    manifest: Manifest


def make(settings: Settings, master: bytes, *, told: Told = lambda *_: None, passphrase: str = "") -> Made:
    """Back the home up while people work, then remove what need not be kept. Refused without room; whole or not at all.

    With a `passphrase` the master key goes in, sealed by it.
    """
    shelf = Shelf(settings.backup_folder)
    with shelf.taken():
        known = _known(shelf, master)
        there, missing = new_uploads(shelf, settings.files, known)
        _demand_room(shelf, databases.size_of(settings), room(missing))
        told("database", 0, 0)
        with databases.standing_still(settings, master, shelf.scratch) as copy:
            there, missing = new_uploads(shelf, settings.files, known)  # the files of this very moment, and later ones
            whole = room(missing)
            files = there | copy_all(shelf, missing, lambda done: told("files", done, whole))
            at = _free_moment(shelf)
            writing = _Writing(settings, copy, files, at)
            estimate = databases.size_of(settings)
            path = _written(shelf, writing, master, passphrase, lambda done: told("sealing", done, max(done, estimate)))
        removed = _prune(shelf, settings, master)
    return Made(path, path.stat().st_size, len(files), len(missing), removed, writing.manifest)


def _known(shelf: Shelf, master: bytes) -> Files:
    """The uploads that the newest backup lists; none when it does not open, so that everything is copied anew."""
    for backup in shelf.backups()[:1]:
        try:
            return listed_files(backup.path, master)
        except sealed.Broken:
            return {}
    return {}


def _demand_room(shelf: Shelf, database: int, new_files: int) -> None:
    free, needed = shutil.disk_usage(shelf.folder).free, rules.room_needed(database=database, new_files=new_files)
    if free < needed:
        raise Refused(f"{shelf.folder} has {size(free)} of free space, and a backup needs {size(needed)}; make room.")


def _free_moment(shelf: Shelf) -> datetime:
    """Now, or the next second whose name is not taken."""
    at = time.now()
    while shelf.name_at(at).exists():
        at += timedelta(seconds=1)
    return at


@dataclass
class _Writing:
    """The frames of a backup in the making; the manifest is known once they have passed."""

    settings: Settings
    copy: databases.Copy
    files: Files
    at: datetime
    parts: dict[str, Part] = field(default_factory=dict)

    @property
    def head(self) -> dict:
        return {"at": self._local, "version": VERSION, "database": kind_of(self.settings)}

    @property
    def _local(self) -> str:
        return self.at.astimezone(ZoneInfo(HEADQUARTERS)).isoformat(timespec="seconds")

    @property
    def manifest(self) -> Manifest:
        facts = self.copy.facts
        told = {"at": self._local, "zone": HEADQUARTERS, "version": VERSION, "database": kind_of(self.settings)}
        return Manifest(**told, counts=facts.counts, journal=facts.journal, steps=facts.steps, parts=self.parts)

    def frames(self, told: Callable[[int], None]) -> Iterator[sealed.Frame]:
        done = 0
        for name, chunks in self._parts():
            digest, length = hashlib.sha256(), 0
            for frame in sealed.parts(name, chunks):
                if frame.kind == sealed.DATA:
                    digest.update(frame.content)
                    length += len(frame.content)
                    told(done + length)
                yield frame
            done += length
            self.parts[name] = Part(length, digest.hexdigest())
        yield sealed.Frame(sealed.END, self.manifest.to_json())

    def _parts(self) -> Iterator[tuple[str, Iterable[bytes]]]:
        yield FILES, [json.dumps(self.files, sort_keys=True).encode()]
        yield DATABASE, self.copy.chunks()
        yield SETTINGS, [settings_without_secrets(self.settings).encode()]
        yield ANCHOR + anchor_files.FILE, [self._anchors().encode()]
        for name in ANCHOR_KEYS:
            if (path := self.settings.home / name).exists():
                yield name, databases.chunks_of(path)

    def _anchors(self) -> str:
        """The journal's anchors but for one of a row that came after the copy of the database."""
        newest = self.copy.facts.journal[0]
        lines = anchor_files.Place(self.settings).lines()
        later = {line for line in lines if (anchor := anchors.parsed(line)) and anchor.number > newest}
        return "".join(f"{line}\n" for line in lines if line not in later)


def _written(shelf: Shelf, writing: _Writing, master: bytes, passphrase: str, told: Callable[[int], None]) -> Path:
    """Seal beside, make sure that it is on disk, give it its name."""
    target = shelf.name_at(writing.at)
    shelf.scratch.mkdir(exist_ok=True, mode=0o700)
    beside = shelf.scratch / target.name
    with _on_disk(beside) as file:
        sealed.write(file, writing.head, writing.frames(told), master=master, passphrase=passphrase)
    beside.rename(target)
    disk.settle(shelf.folder)
    return target


@contextmanager
def _on_disk(path: Path):
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _prune(shelf: Shelf, settings: Settings, master: bytes) -> int:
    """Remove the backups that need not be kept, then the uploads that no other lists. An unreadable one is kept, and
    with it every upload."""
    backups = shelf.backups()
    counts = {"daily": settings.backup_daily, "weekly": settings.backup_weekly, "monthly": settings.backup_monthly}
    kept = rules.kept([backup.at for backup in backups], HEADQUARTERS, **counts)
    old = [backup for backup in backups if backup.at not in kept]
    for backup in old:
        backup.path.unlink()
    disk.settle(shelf.folder)
    if old:
        _forget_uploads(shelf, [backup for backup in backups if backup.at in kept], master)
    return len(old)


def _forget_uploads(shelf: Shelf, backups: list[Kept], master: bytes) -> None:
    try:
        wanted = {place for backup in backups for place in listed_files(backup.path, master)}
    except sealed.Broken:
        return  # nobody can say what it lists
    shelf.forget(wanted)


def kind_of(settings: Settings) -> str:
    return "postgresql" if settings.is_postgresql else settings.database


def settings_without_secrets(settings: Settings) -> str:
    """`settings.toml` of the home without what must not lie about, and with the kind of its database file."""
    path = settings.home / "settings.toml"
    given = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    known = {each.name for each in fields(Settings)} - {"home", "database"}
    kept = {name: value for name, value in given.items() if name in known and not SECRET.search(name)}
    if not settings.is_postgresql:
        kept["database"] = settings.database
    return "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in sorted(kept.items()))
