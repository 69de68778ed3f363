"""`portal clocks check FILE`: does the portal find the due moments that somebody else worked out?"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path

from portal.clocks.calendar import Calendar
from portal.clocks.conformance import Case, Deviation, Fault, NoTableError, deviation, read
from portal.clocks.ledger import Entry
from portal.clocks.shipped import shipped
from portal.core import time
from portal.core.errors import Refused
from portal.settings import Settings

GOOD, DEVIATES, UNREADABLE = 0, 1, 2
MINUTE = timedelta(minutes=1)


def check(args: argparse.Namespace, _settings: Settings) -> int:
    """Compare a table (see `conformance`) with the shipped calendars; 0 when every row agrees.

    1 when a row deviates, each shown with its ledger; 2 when a row, or the file, cannot be read.
    """
    found = list(_compared(_read(Path(args.file))))
    faults = [each for each in found if isinstance(each, Fault)]
    deviations = [each for each in found if isinstance(each, Deviation)]
    for each in deviations:
        print("\n".join(_told(each)))
    for fault in faults:
        print(f"row {fault.row}: {fault.reason}", file=sys.stderr)
    good = len(found) - len(faults) - len(deviations)
    print(f"{good} of {len(found)} rows agree, {len(deviations)} deviate, {len(faults)} cannot be read.")
    return UNREADABLE if faults else DEVIATES if deviations else GOOD


def _read(path: Path) -> list[Case | Fault]:
    find = cache(partial(shipped, today=time.now().date()))
    try:
        return list(read(path.read_bytes(), find))
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from None
    except NoTableError as reason:
        return [Fault(1, str(reason))]


def _compared(rows: list[Case | Fault]) -> Iterator[Deviation | Fault | None]:
    """What is wrong with each row; None for a good one."""
    for row in rows:
        try:
            yield row if isinstance(row, Fault) else deviation(row)
        except ValueError as reason:
            yield Fault(row.row, str(reason))


def _told(found: Deviation) -> Iterator[str]:
    case, ledger = found.case, found.ledger
    bound = " bound" if case.target.bound else ""
    begins = _face(case.start, case.calendar)
    yield f"row {case.row}: {case.calendar.code}, {case.target}{bound} from {begins} ({case.calendar.zone})"
    yield f"  the table says  {_face(case.due, case.calendar)}  {case.reasoning}"
    yield f"  the portal says {_face(ledger.due, case.calendar)}"
    yield from (_line(entry, case.calendar) for entry in ledger.entries)
    yield from (f"    the holidays of {year} are {state}" for year, state in ledger.unsure_years)


def _line(entry: Entry, calendar: Calendar) -> str:
    spans = ", ".join(f"{_time(span.start, calendar)}–{_time(span.end, calendar)}" for span in entry.spans)
    paused = f"  paused {_hours(entry.paused)}" if entry.paused else ""
    prayers = f"prayer time left out {', '.join(map(str, entry.prayers))}" if entry.prayers else ""
    what = " ".join(filter(None, [entry.kind, entry.name_en, prayers]))
    counted = f"{_hours(entry.counted):>6}  {_hours(entry.total):>6}"
    return f"    {entry.day:%Y-%m-%d %a}  {counted}  {what}  {spans}{paused}".rstrip()


def _face(moment: datetime | None, calendar: Calendar) -> str:
    """A moment as the wall of the calendar's zone shows it, with the offset."""
    return moment.astimezone(calendar.clock).isoformat(" ", "seconds") if moment else "none: it stands still"


def _time(moment: datetime, calendar: Calendar) -> str:
    return f"{moment.astimezone(calendar.clock):%H:%M}"


def _hours(length: timedelta) -> str:
    hours, minutes = divmod(length // MINUTE, 60)
    return f"{hours}:{minutes:02}"
