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
from portal.core import crypto, db, lease, time
from portal.core.i18n import HEADQUARTERS, _, local, named
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
        return bad(_("%(path)s does not hold a readable key of 32 bytes; restore it from where you keep the copy.", path=path))
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return bad(_("%(path)s can be read by others (mode %(mode)s); run `chmod 600 %(path)s`.", path=path, mode=f"{mode:o}"))
    return good(_("The master key is there, and only its owner reads it."))


def database(settings: Settings) -> Finding:
    if _is_lost(settings):
        return bad(_("%(path)s is not there; restore it, or run `portal init` for an empty one.", path=settings.database_file))
    try:
        _open(settings)
        missing, newer = migrations.missing(), migrations.unknown()
    except UNREADABLE as error:
        said = _("The database does not open (%(error)s); check PORTAL_DATABASE and the master key.", error=_first_line(error))
        return bad(said)
    if newer:
        said = _("The database is of a newer portal (%(step)s); install that one, or restore an older backup.", step=newer[-1])
        return bad(said)
    if missing:
        return bad(_("The database lacks %(steps)s; `portal migrate` brings it up to date.", steps=", ".join(missing)))
    return good(_("The database opens with the key and has today's shape."))


def disk(home: Path, free: int | None = None) -> Finding:
    """Whether files can be written in the home, and whether there is room (`free` bytes)."""
    try:
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(b"x")
    except OSError as error:
        why = {"home": home, "error": error.strerror}
        return bad(_("%(home)s cannot be written to (%(error)s); give the account that serves the portal the right to.", **why))
    free = shutil.disk_usage(home).free if free is None else free
    if free < LEAST_FREE:
        room = {"home": home, "free": free // MEGABYTE, "least": LEAST_FREE // MEGABYTE}
        return bad(_("%(home)s has %(free)d MB of free space; make room for at least %(least)d MB.", **room))
    return good(_("The home can be written to and has %(free)d MB of free space.", free=free // MEGABYTE))


def clock(settings: Settings) -> Finding:
    """This machine's clock against the year the portal was made in and, where there is one, the newest journal row."""
    return clock_against(time.now(), _newest_row(settings) if settings.master_key_file.exists() else None)


def clock_against(now: datetime, newest: datetime | None) -> Finding:
    if now.year < FIRST_YEAR:
        return bad(_("The clock says %(day)s; set it before deadlines are counted by it.", day=f"{now:%Y-%m-%d}"))
    if newest and newest > now:
        moments = {"now": local(now, HEADQUARTERS), "newest": local(newest, HEADQUARTERS)}
        return bad(_("The clock says %(now)s, but the journal was written at %(newest)s already; set the clock.", **moments))
    return good(_("The clock says %(now)s at headquarters.", now=local(now, HEADQUARTERS, "second")))


def calendars(settings: Settings) -> Finding:
    """Years whose days off are not official yet: this one and, from November on, the next."""
    try:
        _open(settings)
        return calendars_of(years_asked(time.now()))
    except UNREADABLE:
        return note(_("nobody can say before the database opens."))


def scheduler(settings: Settings) -> Finding:
    """Whether a scheduler is at work, and which."""
    try:
        _open(settings)
        found = lease.state(lease.SCHEDULER)
    except UNREADABLE:
        return note(_("nobody can say before the database opens."))
    if found and found.is_alive:
        return good(_("%(who)s runs what the clock demands.", who=found.holder))
    return note(_("None is at work; start the portal, or the scheduler alone."))


def years_asked(now: datetime) -> list[int]:
    return [now.year, now.year + 1] if now.month >= NOVEMBER else [now.year]


def calendars_of(years: Iterable[int]) -> Finding:
    open_years = [
        _("%(calendar)s %(year)s (%(state)s)", calendar=named(row.name_zh, row.name_en), year=year, state=_in_words(state))
        for year in years
        for row, state in years_not_official(year)
    ]
    if open_years:
        years = named("、", ", ").join(open_years)
        return note(_("Not official yet: %(years)s; import the year once it is announced.", years=years))
    return good(_("The calendars are official."))


def _in_words(state: str) -> str:
    return _("not announced yet") if state == NOT_ANNOUNCED else _("estimated")


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
    if not _is_open(settings):
        db.open_database(settings, crypto.read_master_key(settings.master_key_file))
    db.ready()


def _is_open(settings: Settings) -> bool:
    """A page that asks has its database open: another connection would take it from under the reader."""
    return db.database.obj is not None and db.settings() == settings


def _is_lost(settings: Settings) -> bool:
    return not (settings.is_postgresql or settings.database_file.exists())


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
