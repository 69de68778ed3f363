"""What decides in this area: how a customer's record is tidied and completed, and what is wrong with it.

Values in, answer or reason out; no database, no Flask, no clock. The reasons are sentences for the person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from portal.access.rules import is_mail_address
from portal.archive.countries import countries, zones
from portal.archive.languages import LANGUAGES
from portal.core.i18n import lazy

FIELDS = ("name", "country", "language", "zone", "contact", "email", "phone")
LONGEST = {"name": 200, "contact": 100, "email": 254, "phone": 40}
LONGEST_KEY = 200
PHONE = re.compile(r"[+(]{0,2}\d[\d ()./-]*((x|ext\.?|#) ?\d{1,8})?", re.ASCII | re.IGNORECASE)
EXTENSION = re.compile(r"x|ext|#", re.IGNORECASE)
FEWEST_DIGITS, MOST_DIGITS = 5, 24
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―"), "-")
STALE = lazy(
    "Somebody else corrected this customer while the form was open. Compare with what is recorded now, then save again."
)


def key(name: str) -> str:
    """The look-up form of a name: compatibility forms, case, blanks and invisible characters do not tell names apart.

    At most `LONGEST_KEY` characters, whatever the name expands to.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return _one_line("".join(map(_visible, folded)))[:LONGEST_KEY].rstrip()


def phone_key(phone: str) -> str:
    """The look-up form of a telephone number: its digits from the last to the first, without an extension. Who knows the
    number without the country code, or with the 0 that is dialled inside the country, finds it by the beginning of this."""
    called = EXTENSION.split(_as_typed_on_a_keyboard(phone), maxsplit=1)[0]
    return "".join(filter(str.isdecimal, called)).lstrip("0")[::-1]


def is_phone(text: str) -> bool:
    """Whether a text may be a telephone number."""
    typed = _as_typed_on_a_keyboard(text)
    return bool(PHONE.fullmatch(typed)) and len(phone_key(typed)) >= FEWEST_DIGITS


def _visible(character: str) -> str:
    """Format characters (joiners, direction marks) go; controls and broken halves become blanks."""
    return {"Cf": "", "Cc": " ", "Cs": " "}.get(unicodedata.category(character), character)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def completed(fields: Mapping[str, str]) -> dict[str, str]:
    """All of `FIELDS`, tidied; a language or zone that nobody gave is the country's first. Missing texts are ""."""
    tidy = {name: _one_line(fields.get(name) or "") for name in FIELDS}
    tidy |= {"email": _as_typed_on_a_keyboard(tidy["email"]), "phone": _as_typed_on_a_keyboard(tidy["phone"])}
    if country := countries().get(tidy["country"]):
        tidy["language"] = tidy["language"] or country.languages[0]
        tidy["zone"] = tidy["zone"] or country.zone
    return tidy


def _as_typed_on_a_keyboard(text: str) -> str:
    """Full-width signs of a Chinese keyboard and typographic dashes as plain ones."""
    return _one_line(unicodedata.normalize("NFKC", text).translate(DASHES))


def faults(fields: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with completed fields: field to reason, in the order of the form."""
    found = {name: CHECKS[name](fields[name]) or _fault_of_length(name, fields[name]) for name in FIELDS}
    return {name: reason for name, reason in found.items() if reason}


def region_of(country: str) -> str:
    """The code of the region that serves a country."""
    return countries()[country].region


def fault_of_name(name: str) -> str | None:
    return None if key(name) else lazy("Give the customer's name.")


def fault_of_country(country: str) -> str | None:
    return None if country in countries() else lazy("Choose a country or region from the list.")


def fault_of_language(language: str) -> str | None:
    """A blank one is the fault of the country, which would have given it."""
    return None if not language or language in LANGUAGES else lazy("Choose a language from the list.")


def fault_of_zone(zone: str) -> str | None:
    """A blank one is the fault of the country, which would have given it."""
    if not zone or zone in zones():
        return None
    return lazy("%(zone)s is not a time zone. Choose one from the list.", zone=zone)


def fault_of_email(email: str) -> str | None:
    if not email or is_mail_address(email):
        return None
    return lazy("This is not an e-mail address. It needs a name, an @ and a host.")


def fault_of_phone(phone: str) -> str | None:
    digits = sum(character.isdigit() for character in phone)
    if not phone or (PHONE.fullmatch(phone) and FEWEST_DIGITS <= digits <= MOST_DIGITS):
        return None
    return lazy("This is not a telephone number. Write it with the country code, such as +49 30 1234567.")


def _fault_of_length(name: str, text: str) -> str | None:
    if len(text) <= LONGEST.get(name, len(text)):
        return None
    return lazy("This is too long: at most %(max)d characters fit.", max=LONGEST[name])


CHECKS = {
    "name": fault_of_name,
    "country": fault_of_country,
    "language": fault_of_language,
    "zone": fault_of_zone,
    "contact": lambda _contact: None,
    "email": fault_of_email,
    "phone": fault_of_phone,
}
