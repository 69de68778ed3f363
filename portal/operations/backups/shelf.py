"""The shelf: the folder with the backups, one file each, and under `files/` every sealed upload once."""

from __future__ import annotations

import fcntl
import hashlib
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from portal.core import disk
from portal.core.errors import Refused
from portal.operations.backups.databases import chunks_of

NAME = re.compile(r"portal-(\d{8}T\d{6})Z\.backup")
PLACE = re.compile(r"[0-9a-f]{32}")
STAMP = "%Y%m%dT%H%M%S"
UNFINISHED, REHEARSAL = ".unfinished", ".rehearsal-"

Files = dict[str, tuple[int, str]]  # place → bytes and SHA-256 of the sealed upload


class Kept(NamedTuple):
    """A backup on the shelf; `at` is the moment its name tells, in UTC."""

    path: Path
    at: datetime
    size: int


class Shelf:
    """A shelf in a folder, which is made when something is first put on it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.scratch = folder / UNFINISHED

    def backups(self) -> list[Kept]:
        """The backups, newest first. What is not finished has another name and does not count."""
        if not self.folder.is_dir():
            return []
        found = [(NAME.fullmatch(path.name), path) for path in self.folder.iterdir()]
        kept = [Kept(path, _moment(name[1]), path.stat().st_size) for name, path in found if name]
        return sorted(kept, key=lambda backup: backup.at, reverse=True)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """The shelf for one alone. Refused while another process works on it; the lock dies with its holder."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.folder / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused("Another backup or rehearsal is at work; wait until it has ended.") from None
            self._clear()
            try:
                yield
            finally:
                self._clear()

    def is_taken(self) -> bool:
        """Whether somebody works on it now."""
        try:
            with (self.folder / ".lock").open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    def _clear(self) -> None:
        """Nothing unfinished stays: neither ours nor what a killed process left."""
        for folder in (self.scratch, *self.folder.glob(f"{REHEARSAL}*")):
            shutil.rmtree(folder, ignore_errors=True)

    def name_at(self, at: datetime) -> Path:
        return self.folder / f"portal-{at.astimezone(UTC).strftime(STAMP)}Z.backup"

    def place(self, place: str) -> Path:
        return self.folder / "files" / place[:2] / place

    def has(self, place: str, size: int) -> bool:
        path = self.place(place)
        return path.exists() and path.stat().st_size == size

    def copy_in(self, source: Path, place: str) -> tuple[int, str]:
        """Put a sealed upload on the shelf, whole or not at all; its size and SHA-256."""
        target = self.place(place)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.scratch.mkdir(exist_ok=True, mode=0o700)
        beside = self.scratch / place
        beside.unlink(missing_ok=True)
        disk.write_new(beside, chunks_of(source))
        size, digest = beside.stat().st_size, digest_of(beside)
        beside.replace(target)
        disk.settle(target.parent)
        return size, digest

    def forget(self, wanted: set[str]) -> int:
        """Take every upload off that no kept backup lists; how many."""
        idle = [path for path in uploads(self.folder / "files") if path.name not in wanted]
        for path in idle:
            path.unlink()
        return len(idle)


def uploads(folder: Path) -> list[Path]:
    """The sealed uploads in a folder of them, in order of their places."""
    return sorted(path for path in folder.glob("??/*") if PLACE.fullmatch(path.name))


def new_uploads(shelf: Shelf, source: Path, known: Files) -> tuple[Files, list[Path]]:
    """Of the uploads of a home: what the shelf has already, by what the newest backup says, and what must be copied."""
    there: Files = {}
    missing = []
    for path in uploads(source):
        size = _size(path)
        if path.name in known and known[path.name][0] == size and shelf.has(path.name, size):
            there[path.name] = known[path.name]
        else:
            missing.append(path)
    return there, missing


def copy_all(shelf: Shelf, paths: Iterable[Path], told: Callable[[int], None]) -> Files:
    """Copy uploads in; `told` the bytes so far. One that a person took back meanwhile is left out."""
    copied: Files = {}
    done = 0
    for path in paths:
        try:
            copied[path.name] = shelf.copy_in(path, path.name)
        except FileNotFoundError:
            continue
        done += copied[path.name][0]
        told(done)
    return copied


def room(paths: Iterable[Path]) -> int:
    return sum(_size(path) for path in paths)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)

