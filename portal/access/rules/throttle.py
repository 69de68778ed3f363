"""How long to wait after wrong passwords. It waits, it never locks."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta
from typing import NamedTuple

KNOWN_FOR = timedelta(days=30)


class Limit(NamedTuple):
    """After `free` failures within `window` each further one doubles the wait, from `first` up to `most`."""

    free: int
    first: timedelta
    most: timedelta
    window: timedelta


class Failures(NamedTuple):
    """Failed attempts that count: how many, and when the last one was."""

    count: int
    last: datetime | None


class Record(NamedTuple):
    """What is remembered of an attempt's account, address and the two together.

    `known`: this account was signed in from this address within `KNOWN_FOR`.
    """

    pair: Failures
    address: Failures
    account: Failures
    known: bool


PAIR = Limit(free=5, first=timedelta(seconds=15), most=timedelta(minutes=15), window=timedelta(hours=24))
KNOWN_PAIR = Limit(free=10, first=timedelta(seconds=5), most=timedelta(minutes=1), window=timedelta(hours=24))
ADDRESS = Limit(free=50, first=timedelta(seconds=5), most=timedelta(minutes=15), window=timedelta(hours=1))
ACCOUNT = Limit(free=20, first=timedelta(seconds=5), most=timedelta(minutes=5), window=timedelta(hours=1))


def wait_until(record: Record, now: datetime) -> datetime | None:
    """The moment before which nobody may try this account from this address again, or None when now is fine.

    Failures elsewhere never hold up an address from which the account is known to sign in: no stranger can lock a
    person out of the own desk by guessing.
    """
    if record.known:
        waits = [_wait(KNOWN_PAIR, record.pair)]
    else:
        waits = [_wait(PAIR, record.pair), _wait(ADDRESS, record.address), _wait(ACCOUNT, record.account)]
    latest = max((wait for wait in waits if wait is not None), default=None)
    return latest if latest is not None and latest > now else None


def _wait(limit: Limit, failures: Failures) -> datetime | None:
    """When the next attempt may come under one limit; None while failures are still free."""
    over = failures.count - limit.free
    if over < 0 or failures.last is None:
        return None
    return failures.last + min(limit.first * 2 ** min(over, 30), limit.most)


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 a provider gives one IPv6 household; else as it is."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
