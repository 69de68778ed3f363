"""What decides in this area: how long to wait after wrong passwords, which password will do, who may be deactivated.

Values in, answer or reason out; no database, no Flask, no clock. The reasons are sentences for the person.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from portal.core.i18n import lazy

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
MAIL_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
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


# Order matters: most browsers also claim to be the ones below them.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "Mac"))
SYSTEMS += (("Linux", "Linux"),)

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


def account_named(typed: str) -> str:
    """The user name somebody meant: one Unicode form, no case, no outer blanks."""
    return unicodedata.normalize("NFKC", typed).casefold().strip()


def is_local_address(address: str) -> bool:
    """Whether a browser stays with the portal when it is sent there: a path of this host and nothing else."""
    if not address.startswith("/") or address.startswith("//"):
        return False
    if "\\" in address or any(unicodedata.category(character) == "Cc" for character in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def fault_of_username(username: str) -> str | None:
    """What is wrong with a new user name, or None."""
    if USERNAME.fullmatch(username):
        return None
    return lazy(
        "A user name has 2 to 32 characters: small letters, digits, dot, hyphen or underscore, "
        "beginning with a letter or digit."
    )


def fault_of_password(password: str, username: str) -> str | None:
    """What is wrong with a new password, or None."""
    if len(password) < SHORTEST_PASSWORD:
        return lazy("A password has at least %(shortest)d characters.", shortest=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        return lazy("A password has at most %(longest)d characters.", longest=LONGEST_PASSWORD)
    if account_named(password) == username:
        return lazy("The user name cannot be the password.")
    if len(set(password)) < 4:
        return lazy("This password repeats too few characters. Use at least four different ones.")
    return None


def refusal_of_username(username: str, *, taken: bool) -> str | None:
    """Why an account cannot have this user name, or None. A name is given once, even when its owner has left."""
    return lazy("The user name %(name)s is taken.", name=username) if taken else None


def is_mail_address(text: str) -> bool:
    """Whether mail could be sent there as far as the form tells; only sending tells more."""
    return MAIL_ADDRESS.fullmatch(text) is not None


def browser_of(agent: str) -> str:
    """A browser as its owner would name it, "Firefox · Windows"; "" when its agent text tells neither."""
    found = (next((name for sign, name in signs if sign in agent), "") for signs in (BROWSERS, SYSTEMS))
    return " · ".join(name for name in found if name)


def is_zone(name: str) -> bool:
    """Whether this is the IANA name of a time zone."""
    return name in _zones()


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def refusal_to_deactivate(*, oneself: bool, active: bool, last_administrator: bool) -> str | None:
    """Why this account cannot be deactivated now, or None."""
    if oneself:
        return lazy("You cannot deactivate your own account. Ask another administrator.")
    if not active:
        return lazy("This account is not active.")
    if last_administrator:
        return lazy("This is the last administrator. Make somebody else an administrator first.")
    return None


def refusal_to_reinstate(*, active: bool) -> str | None:
    """Why somebody cannot be taken back, or None."""
    return lazy("This account is active.") if active else None


def refusal_to_change(*, opened_version: int, version: int) -> str | None:
    """Why an edit cannot be saved now, or None: somebody else was quicker."""
    if opened_version != version:
        return lazy(
            "Somebody else changed this account while the form was open. "
            "Compare with the values of now, then save again."
        )
    return None


def refusal_to_give_up_administration(*, administers_after: bool, last_administrator: bool) -> str | None:
    """Why these roles cannot be given, or None: somebody must be able to manage accounts."""
    if last_administrator and not administers_after:
        return lazy("This is the last administrator. Make somebody else an administrator first.")
    return None
