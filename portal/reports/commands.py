"""`portal facts rebuild`."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from portal.core import db, time
from portal.core.errors import Refused
from portal.enquiries import procedure as _enquiry  # noqa: F401  (enters its procedure)
from portal.reports import jobs
from portal.reports.queries.standing import Left
from portal.settings import Settings


def rebuild(args: argparse.Namespace, _settings: Settings) -> int:
    """Count the figures anew, all of them or those from a day on."""
    first = _day(args.first)
    db.ready()
    jobs.rebuild(first, now=time.now(), progress=_tell)
    print("The figures are counted anew." if first is None else f"The figures from {first} on are counted anew.")
    return 0


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(f"{text} is no day; write it as 2026-11-24.") from None


def _tell(left: Left) -> None:
    print(f"{left.tickets} tickets to be read, {left.days} days of regions to be counted …", file=sys.stderr, flush=True)
