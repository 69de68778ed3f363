"""Restoring: look at every checksum first, build the home beside, and only then give it its name."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from portal.audit import anchor_files
from portal.core import disk, time
from portal.core.errors import Refused
from portal.core.i18n import size
from portal.operations.backups import databases, sealed
from portal.operations.backups.contents import (
    ANCHOR,
    ANCHOR_KEYS,
    DATABASE,
    SETTINGS,
    Manifest,
    checked,
    listed_files,
    parts_in,
)
from portal.operations.backups.databases import chunks_of
from portal.operations.backups.making import Told
from portal.operations.backups.shelf import STAMP, Files, Shelf, digest_of
from portal.settings import Settings


@dataclass(frozen=True)
class Restored:
    """A home that was restored: what the backup says of it, how many uploads came along, and where the old one lies."""

    manifest: Manifest
    files: int
    replaced: Path | None


def look_at(path: Path, master: bytes, told: Told = lambda *_: None) -> tuple[Manifest, Files]:
    """Every checksum of a backup and of the uploads that it lists. Refused with a sentence at the first fault."""
    try:
        manifest, files = checked(path, master, lambda done: told("checking", done, max(done, path.stat().st_size)))
        _check_uploads(Shelf(path.parent), files, told)
    except sealed.Broken as fault:
        raise Refused(f"{path} cannot be restored: {fault}.") from fault
    return manifest, files


def _check_uploads(shelf: Shelf, files: Files, told: Told) -> None:
    done, whole = 0, sum(length for length, _digest in files.values())
    for place, (length, digest) in files.items():
        if not shelf.has(place, length) or digest_of(shelf.place(place)) != digest:
            raise sealed.Broken(f"the uploaded file {shelf.place(place)} is missing or damaged")
        done += length
        told("files", done, whole)


def restore(
    path: Path, into: Path, *, master: bytes, address: str = "", force: bool = False, told: Told = lambda *_: None
) -> Restored:
    """Make the home `into` of a backup; a PostgreSQL database goes to `address`, which must be empty.

    Refused for what is broken, foreign or cut, and where something stands already: with `force` that is set aside under
    another name. Until the last moment nothing that was there is touched.
    """
    manifest, files = look_at(path, master, told)
    target = replace(Settings(), home=into, database=address or manifest.database)
    _demand_fitting(manifest, target)
    _demand_nothing_there(target, force)
    _demand_room(into, path.stat().st_size + sum(length for length, _digest in files.values()))
    stamp = time.now().strftime(STAMP)
    beside = into.with_name(f"{into.name}.restoring-{stamp}")
    try:
        _build(path, replace(target, home=beside), master, told)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return Restored(manifest, len(files), _swap(beside, into, into.with_name(f"{into.name}.replaced-{stamp}")))


def _demand_fitting(manifest: Manifest, target: Settings) -> None:
    if manifest.database == "postgresql" and not target.is_postgresql:
        raise Refused("The backup is of a PostgreSQL database; name an empty one with --database postgresql://….")
    if manifest.database != "postgresql" and target.is_postgresql:
        raise Refused(f"The backup is of {manifest.database}, which lies in the home; leave --database out.")


def _demand_nothing_there(target: Settings, force: bool) -> None:
    if force:
        return
    if target.home.exists() and any(target.home.iterdir()):
        raise Refused(f"{target.home} is not empty; restore into a new folder, or say --force and it is set aside.")
    if target.is_postgresql and not databases.is_empty(target.database):
        raise Refused("The PostgreSQL database holds tables; name an empty one, or say --force and they are set aside.")


def _demand_room(into: Path, needed: int) -> None:
    into.parent.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(into.parent).free
    if free < needed:
        raise Refused(f"{into.parent} has {size(free)} of free space, and the home needs {size(needed)}; make room.")


def _build(path: Path, target: Settings, master: bytes, told: Told) -> None:
    target.home.mkdir(mode=0o700)
    target.master_key_file.parent.mkdir(mode=0o700)
    disk.write_new(target.master_key_file, [master.hex().encode() + b"\n"])
    _take_uploads(Shelf(path.parent), listed_files(path, master), target.files, told)
    told("database", 0, 0)
    if target.is_postgresql and not databases.is_empty(target.database):
        databases.set_aside(target.database, f"replaced_{time.now().strftime(STAMP).lower()}")
    with path.open("rb") as file:
        for part in parts_in(sealed.read(file, master=master)):
            if not isinstance(part, Manifest):
                _lay(target, *part)


def _take_uploads(shelf: Shelf, files: Files, folder: Path, told: Told) -> None:
    done, whole = 0, sum(length for length, _digest in files.values())
    for place, (length, _digest) in files.items():
        target = folder / place[:2] / place
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        disk.write_new(target, chunks_of(shelf.place(place)))
        done += length
        told("copying", done, whole)


def _lay(target: Settings, name: str, chunks) -> None:
    """Put a part where it belongs. What another version of the portal put in besides is left."""
    if name == DATABASE:
        databases.put_back(target, chunks)
    elif name == SETTINGS:
        disk.write_new(target.home / SETTINGS, chunks)
    elif name == ANCHOR + anchor_files.FILE:
        target.anchors.mkdir(exist_ok=True, mode=0o700)
        disk.write_new(target.home / name, chunks)
    elif name in ANCHOR_KEYS:
        disk.write_new(target.home / name, chunks)
    else:
        for _chunk in chunks:
            pass


def _swap(beside: Path, into: Path, replaced: Path) -> Path | None:
    """Give the new home its name; what stood there is set aside, and its shelf of backups moves along."""
    was_there = into.exists() and any(into.iterdir())
    if was_there:
        into.rename(replaced)
    elif into.exists():
        into.rmdir()
    beside.rename(into)
    if was_there and (replaced / "backups").exists():
        (replaced / "backups").rename(into / "backups")
    disk.settle(into.parent)
    return replaced if was_there else None


def newest_on(shelf: Shelf) -> Path:
    """The newest backup. Refused when there is none."""
    for backup in shelf.backups():
        return backup.path
    raise Refused(f"There is no backup in {shelf.folder}.")
