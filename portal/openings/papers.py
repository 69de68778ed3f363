"""The forms of opening an account: the confirmation slip (DM-O1) and the review opinion (DM-O4)."""

from __future__ import annotations

from pathlib import Path

from portal.access.models import Staff
from portal.archive import queries as archive
from portal.core.errors import Missing
from portal.signing import catalogue
from portal.signing.catalogue import Known

HERE = Path(__file__).parent
KIND = "customer:"


def _of_customer(reader: Staff, about: str) -> Known:
    """A customer's name, country and contact. Raises Missing for one that the reader may not see."""
    number = about.removeprefix(KIND)
    if not about.startswith(KIND) or not (number.isascii() and number.isdigit()) or len(number) > 9:
        raise Missing
    card = archive.card(reader, int(number))
    return Known({"customer": card.name, "country": card.country_name, "contact": card.contact}, card.region)


SLIP = catalogue.enter(HERE / "f03.toml", _of_customer)
OPINION = catalogue.enter(HERE / "f04.toml", _of_customer)
