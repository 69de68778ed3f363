"""The card: what other areas are given of a customer instead of the row."""

from __future__ import annotations

from dataclasses import dataclass

from portal.archive.countries import city_of, countries
from portal.archive.languages import LANGUAGES
from portal.archive.models import Customer
from portal.core.i18n import both


@dataclass(frozen=True)
class CustomerCard:
    """A customer as it stood when it was asked for. `zone` is an IANA name; texts that nobody gave are ""."""

    id: int
    name: str
    country: str
    country_zh: str
    country_en: str
    region: str
    language: str
    zone: str
    contact: str
    email: str
    phone: str

    @property
    def country_name(self) -> str:
        """In the reader's language."""
        return both(self.country_zh, self.country_en)

    @property
    def language_name(self) -> str:
        """In the reader's language."""
        return both(*LANGUAGES[self.language])

    @property
    def city(self) -> str:
        """The city the customer's zone is named after, in the reader's language: it stands beside a local time."""
        return both(*city_of(self.zone))


def card_of(customer: Customer) -> CustomerCard:
    names = countries()[customer.country].names
    return CustomerCard(
        id=customer.id,
        name=customer.name,
        country=customer.country,
        country_zh=names.zh,
        country_en=names.en,
        region=customer.region,
        language=customer.language,
        zone=customer.zone,
        contact=customer.contact,
        email=customer.email,
        phone=customer.phone,
    )
