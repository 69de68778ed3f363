"""Reads: which customers a person may see, and what other areas are given of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from peewee import Expression, ModelSelect, Tuple

from portal.access.models import Staff
from portal.access.queries import regions_seen_by
from portal.archive import rules
from portal.archive.cards import CustomerCard, card_of
from portal.archive.models import Customer
from portal.core import db, paging
from portal.core.errors import Missing

SUGGESTED = 8
LAST = "\U0010ffff"


@dataclass(frozen=True)
class Filters:
    """What a list of customers is narrowed to: a piece of the name, a country code, a region code; "" is any."""

    name: str = ""
    country: str = ""
    region: str = ""

    @property
    def any(self) -> bool:
        return bool(self.name or self.country or self.region)


def visible_to(person: Staff) -> ModelSelect:
    """The customers of every region this person sees; narrows, and is the base of every other read for a person."""
    regions = regions_seen_by(person)
    everyone = Customer.select()
    return everyone if regions is None else everyone.where(Customer.region.in_(regions))


def found(person: Staff, number: int) -> Customer:
    """The customer with this id. Raises Missing, also when the person may not see it."""
    return visible_to(person).where(Customer.id == number).first() or _missing()


def _missing():
    raise Missing


def card(person: Staff, number: int) -> CustomerCard:
    """The card of one customer. Raises Missing, also when the person may not see it."""
    return card_of(found(person, number))


def cards(numbers: Iterable[int]) -> dict[int, CustomerCard]:
    """Cards by id, in one query, for things whose visibility has been decided already: whoever may see a ticket may
    see whose it is."""
    wanted = set(numbers)
    marks = ", ".join("?" * len(wanted))
    return {row.id: card_of(row) for row in db.rows_of(Customer, f"WHERE t.id IN ({marks})", *wanted)}


def owned_by(person: Staff) -> list[CustomerCard]:
    """The customers that somebody looks after, by id."""
    return [card_of(row) for row in Customer.select().where(Customer.owner == person).order_by(Customer.id)]


def owner_of(number: int) -> Staff | None:
    """Who looks after a customer whose visibility has been decided already."""
    row = Customer.select(Customer, Staff).left_outer_join(Staff).where(Customer.id == number).first()
    return row.owner if row else None


def namesakes(person: Staff, name: str, country: str) -> list[CustomerCard]:
    """Every customer of this name (as `rules.key` compares names) in this country that the person may see, by id: the
    one recorded first comes first."""
    return [card_of(row) for row in visible_to(person).where(_called(name, country)).order_by(Customer.id)]


def named(person: Staff, name: str, country: str) -> CustomerCard | None:
    """The one of `namesakes` recorded first, or None."""
    row = visible_to(person).where(_called(name, country)).order_by(Customer.id).first()
    return card_of(row) if row else None


def known_as(name: str, country: str) -> CustomerCard | None:
    """The customer of this name in this country recorded first, whoever may see it; None when there is none.

    For booking alone: to put what came in under the customer it belongs to. The card must never be displayed and
    nothing prefilled from it, as the person may not see this customer.
    """
    row = Customer.select().where(_called(name, country)).order_by(Customer.id).first()
    return card_of(row) if row else None


def _called(name: str, country: str) -> Expression:
    return (Customer.name_key == rules.key(name)) & (Customer.country == country)


PHONED = "SELECT id FROM customer WHERE phone_key >= ? AND phone_key < ? ORDER BY phone_key LIMIT 50"


def with_phone(text: str) -> list[int]:
    """Ids of the customers whose telephone number ends with this one; none where the text is no telephone number. For
    reads that decide by themselves what the person may see."""
    if not rules.is_phone(text):
        return []
    piece = rules.phone_key(text)
    return [row[0] for row in db.select(PHONED, piece, piece + LAST)]


def suggestions(person: Staff, text: str) -> list[CustomerCard]:
    """At most `SUGGESTED` customers whose name begins with `text`, then those that contain it; none for blank text."""
    piece = rules.key(text)
    if not piece:
        return []
    first = list(_by_name(visible_to(person).where(_begins_with(piece))).limit(SUGGESTED))
    inside = Customer.name_key.contains(piece) & ~_begins_with(piece)
    then = _by_name(visible_to(person).where(inside)).limit(SUGGESTED - len(first)) if len(first) < SUGGESTED else []
    return [card_of(row) for row in (*first, *then)]


def listed(person: Staff, filters: Filters, after: str | None) -> paging.Page:
    """A page of cards by name, after the mark of the page before."""
    query = _narrowed(visible_to(person), filters)
    if place := paging.unmark(after, (str, int)):
        query = query.where(Tuple(Customer.name_key, Customer.id) > Tuple(*place))
    page = paging.cut(list(_by_name(query).limit(paging.SIZE + 1)), lambda row: (row.name_key, row.id))
    return paging.Page([card_of(row) for row in page.rows], page.after)


def _narrowed(query: ModelSelect, filters: Filters) -> ModelSelect:
    if piece := rules.key(filters.name):
        query = query.where(Customer.name_key.contains(piece))
    if filters.country:
        query = query.where(Customer.country == filters.country)
    if filters.region:
        query = query.where(Customer.region == filters.region)
    return query


def _by_name(query: ModelSelect) -> ModelSelect:
    return query.order_by(Customer.name_key, Customer.id)


def _begins_with(piece: str):
    """As a range, which an index answers; names are compared by code point on every database."""
    return (Customer.name_key >= piece) & (Customer.name_key < piece + LAST)
