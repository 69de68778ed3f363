"""What a user name, a password and the other facts of a person may be."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from zoneinfo import available_timezones

from portal.core.i18n import lazy

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
MAIL_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")

# Order matters: most browsers also claim to be the ones below them.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "Mac"))
SYSTEMS += (("Linux", "Linux"),)


def account_named(typed: str) -> str:
    """The user name somebody meant: one Unicode form, no case, no outer blanks."""
    return unicodedata.normalize("NFKC", typed).casefold().strip()


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
