"""The home: its key, its database, its disk, the clock it relies on, its calendars."""

from __future__ import annotations

import shutil
import stat
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import peewee

from portal import migrations
from portal.audit.models import JournalRow
from portal.clocks.calendar import NOT_ANNOUNCED
from portal.clocks.queries import years_not_official
from portal.core import crypto, db, time
from portal.core.i18n import local
from portal.operations.checks import Finding, bad, good, note
from portal.settings import Settings

MEGABYTE = 1_000_000
LEAST_FREE = 200 * MEGABYTE
FIRST_YEAR = 2026
NOVEMBER = 11
UNREADABLE = (peewee.PeeweeException, ValueError, OSError)  # no server, another key, a damaged file, no right to read


def master_key(path: Path) -> Finding:
    try:
        crypto.read_master_key(path)
    except (ValueError, OSError):
        return bad(f"{path} does not hold a readable key of 32 bytes; restore it from where you keep the copy.")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return bad(f"{path} can be read by others (mode {mode:o}); run `chmod 600 {path}`.")
    return good("The master key is there, and only its owner reads it.")


def database(settings: Settings) -> Finding:
    if _is_lost(settings):
        return bad(f"{settings.database_file} is not there; restore it, or run `portal init` for an empty one.")
    try:
        _open(settings)
        missing, newer = migrations.missing(), migrations.unknown()
    except UNREADABLE as error:
        return bad(f"The database does not open ({_first_line(error)}); check PORTAL_DATABASE and the master key.")
    if newer:
        return bad(f"The database is of a newer portal ({newer[-1]}); install that one, or restore an older backup.")
    if missing:
        return bad(f"The database lacks {', '.join(missing)}; `portal migrate` brings it up to date.")
    return good("The database opens with the key and has today's shape.")


def disk(home: Path, free: int | None = None) -> Finding:
    """Whether files can be written in the home, and whether there is room (`free` bytes)."""
    try:
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(b"x")
    except OSError as error:
        return bad(
            f"{home} cannot be written to ({error.strerror}); give the account that serves the portal the right to."
        )
    free = shutil.disk_usage(home).free if free is None else free
    if free < LEAST_FREE:
        return bad(
            f"{home} has {free // MEGABYTE} MB of free space; make room for at least {LEAST_FREE // MEGABYTE} MB."
        )
    return good(f"The home can be written to and has {free // MEGABYTE} MB of free space.")


def clock(settings: Settings) -> Finding:
    """This machine's clock against the year the portal was made in and, where there is one, the newest journal row."""
    return clock_against(time.now(), _newest_row(settings) if settings.master_key_file.exists() else None)


def clock_against(now: datetime, newest: datetime | None) -> Finding:
    if now.year < FIRST_YEAR:
        return bad(f"The clock says {now:%Y-%m-%d}; set it before deadlines are counted by it.")
    if newest and newest > now:
        return bad(
            f"The clock says {local(now)}, but the journal was written at {local(newest)} already; set the clock."
        )
    return good(f"The clock says {local(now, style='second')} at headquarters.")


def calendars(settings: Settings) -> Finding:
    """Years whose days off are not official yet: this one and, from November on, the next."""
    try:
        _open(settings)
        return calendars_of(years_asked(time.now()))
    except UNREADABLE:
        return note("nobody can say before the database opens.")


def years_asked(now: datetime) -> list[int]:
    return [now.year, now.year + 1] if now.month >= NOVEMBER else [now.year]


def calendars_of(years: Iterable[int]) -> Finding:
    open_years = [
        f"{row.name_en} {year} ({_in_words(state)})" for year in years for row, state in years_not_official(year)
    ]
    if open_years:
        return note(f"Not official yet: {', '.join(open_years)}; import the year once it is announced.")
    return good("The calendars are official.")


def _in_words(state: str) -> str:
    return "not announced yet" if state == NOT_ANNOUNCED else state


def _newest_row(settings: Settings) -> datetime | None:
    """When the journal was last written; None when nobody can say, which the check of the database tells."""
    try:
        _open(settings)
        row = JournalRow.select(JournalRow.at).order_by(JournalRow.id.desc()).first()
    except UNREADABLE:
        return None
    return row.at if row else None


def _open(settings: Settings) -> None:
    """Connect. A database file that is lost is an OSError: looking must not make an empty one."""
    if _is_lost(settings):
        raise FileNotFoundError(settings.database_file)
    db.open_database(settings, crypto.read_master_key(settings.master_key_file))
    db.ready()


def _is_lost(settings: Settings) -> bool:
    return not (settings.is_postgresql or settings.database_file.exists())


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
