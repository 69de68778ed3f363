"""Variables of canned answers, written {customer}: pure functions (TM-4.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date

from portal.core.i18n import LOCALES

VARIABLES = {
    "customer": ("客户名称", "the customer's name"),
    "number": ("工单编号", "the ticket's number"),
    "title": ("工单标题", "the ticket's subject"),
    "owner": ("负责人", "who is responsible"),
    "promised": ("承诺答复的时间，客户当地", "when the full answer will come, there"),
    "today": ("今天的日期，客户当地", "today's date, there"),
}
RUNNING_ON = ("zh", "ja")  # no blank between words
WRITTEN = re.compile(r"\{\s*([^{}\n]{1,40}?)\s*\}")


def named(text: str) -> list[str]:
    """What stands in braces in a text, each once, in its order."""
    return list(dict.fromkeys(found.group(1) for found in WRITTEN.finditer(text)))


def unknown(text: str) -> list[str]:
    """What stands in braces and is no variable."""
    return [name for name in named(text) if name not in VARIABLES]


def left_open(text: str) -> list[str]:
    """The variables that still stand in a text; nothing leaves with one of them in it."""
    return [name for name in named(text) if name in VARIABLES]


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with the variables that have a value filled in; the others stay as they are written."""
    return WRITTEN.sub(lambda found: values.get(found.group(1)) or found.group(), text)


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is a variable; together they are the text."""
    done = 0
    for found in WRITTEN.finditer(text):
        if found.group(1) in VARIABLES:
            yield text[done : found.start()], False
            yield found.group(), True
            done = found.end()
    yield text[done:], False


def appended(typed: str, more: str) -> str:
    """What somebody typed, and below it another text; nothing typed is lost."""
    return f"{typed.rstrip()}\n\n{more}" if typed.strip() else more


def day(moment: datetime, language: str, zone: str) -> str:
    """A date as people of a language (ISO 639-1) write it, in an IANA zone."""
    return format_date(moment.astimezone(ZoneInfo(zone)).date(), "long", locale=_locale(language))


def hour(moment: datetime, language: str, zone: str) -> str:
    """A date with the time of day, as people of a language write it, in an IANA zone."""
    blank = "" if language in RUNNING_ON else " "
    return f"{day(moment, language, zone)}{blank}{moment.astimezone(ZoneInfo(zone)):%H:%M}"


def _locale(language: str) -> Locale:
    return Locale.parse(LOCALES.get(language, language))
