"""What decides in operations: which backups are kept, when one is due, how much room it takes. Values in, answer out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

REHEARSED_EVERY = timedelta(days=7)
OLD_AFTER = timedelta(hours=36)
RESERVE = 200_000_000


def kept(moments: Iterable[datetime], zone: str, *, daily: int, weekly: int, monthly: int) -> set[datetime]:
    """Of the moments of backups, those that stay: the newest of each of the last so many days, ISO weeks and months of
    the zone in which there is one. The newest of all always stays."""
    newest_first = sorted(moments, reverse=True)
    local = ZoneInfo(zone)
    spans: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
        (max(daily, 1), lambda at: at.astimezone(local).date()),
        (weekly, lambda at: at.astimezone(local).isocalendar()[:2]),
        (monthly, lambda at: (at.astimezone(local).year, at.astimezone(local).month)),
    )
    return {at for count, span in spans for at in _newest_of_each(newest_first, span)[:count]}


def _newest_of_each(newest_first: list[datetime], span: Callable[[datetime], Hashable]) -> list[datetime]:
    found: dict[Hashable, datetime] = {}
    for at in newest_first:
        found.setdefault(span(at), at)
    return list(found.values())


def night_before(now: datetime, zone: str, hour: int) -> datetime:
    """The newest moment up to `now` at which the zone's clock showed `hour`."""
    local = now.astimezone(ZoneInfo(zone))
    slot = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return slot if slot <= local else slot - timedelta(days=1)


def backup_is_due(slot: datetime, *, last: datetime | None, home_made: datetime) -> bool:
    """Whether the night at `slot` still needs its backup; a home made later has nothing to make up."""
    return home_made <= slot and (last is None or last < slot)


def rehearsal_is_due(now: datetime, *, last: datetime | None, backed_up: datetime | None) -> bool:
    """Whether it is time to rehearse: a week after the last time, and only where there is a backup."""
    return backed_up is not None and (last is None or now - last >= REHEARSED_EVERY)


def is_old(newest: datetime | None, now: datetime, *, home_made: datetime) -> bool:
    """Whether the newest good backup, or a home without any, is so old that somebody should look."""
    return now - max(filter(None, (newest, home_made))) > OLD_AFTER


def room_needed(*, database: int, new_files: int) -> int:
    """Bytes that must be free on the shelf: a copy of the database, the sealed copy of that, the new files, a reserve."""
    return 2 * database + new_files + RESERVE
