"""The list of a departure (F-13): its facts, who signs it, and what its third signature does (TM-3.4c)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from portal.access import queries as access
from portal.access.actions.staff import deactivate
from portal.access.models import Staff
from portal.archive import actions as archive
from portal.audit import actions as audit
from portal.core.i18n import both, language, lazy
from portal.signing import catalogue
from portal.signing.actions import signatures
from portal.signing.models import Document
from portal.signing.queries.documents import Standing
from portal.team import rules
from portal.team.models import Departure
from portal.team.queries import departures as queries
from portal.tickets.actions.handing import give_up_leads, hand_over

KEY = "F-13"
GONE = lazy("Whoever was to take over has left. Take the list back and name somebody else.")
GROUPS: Mapping[str, tuple[str, str]] = {
    "customers": ("客户与未结工单", "Customers and open tickets"),
    "papers": ("资料", "Papers"),
    "accounts": ("账号", "Accounts"),
    "equipment": ("设备", "Equipment"),
}


def named(departure: Departure) -> dict[str, Staff]:
    """Who alone may sign the first two places; the third is for a leader."""
    return {"outgoing": departure.person, "incoming": departure.successor}


def facts_of(departure: Departure) -> dict[str, Any]:
    """What stands in the form, in the reader's language."""
    person, region = departure.person, access.region(departure.region)
    hand = queries.in_hand(person)
    return {
        "person": person.name_in(language()),
        "region": both(region.name_zh, region.name_en),
        "successor": departure.successor.name_in(language()),
        "last_day": departure.last_day.isoformat(),
        "customers": [
            *([both("客户", "Customer"), card.name, _taker(departure, f"customer:{card.id}")] for card in hand.customers),
            *([one.number, f"{one.customer_name} · {one.title}", _taker(departure, str(one))] for one in hand.tickets),
        ],
    } | {group: [list(row) for row in departure.lists.get(group, ())] for group in rules.BY_HAND}


def _taker(departure: Departure, thing: str) -> str:
    return taker_of(departure, thing).name_in(language())


def taker_of(departure: Departure, thing: str) -> Staff:
    """Who takes over a thing: whoever is named for it and still works here, else the successor."""
    number = departure.takers.get(thing)
    found = access.person(number) if number else departure.successor
    return found if found.active else departure.successor


def _gate(found: Standing, _slot: str, _by: Staff) -> str | None:
    """Whoever takes over must still be here."""
    departure = queries.of_document(found.document)
    return None if departure.successor.active else str(GONE)


def _leave(document: Document, by: Staff, at: datetime) -> None:
    """Everything has its new owner, then the account closes with its sessions, certificates and rights: all or nothing."""
    departure = queries.locked(queries.of_document(document).id)
    if not departure.is_open:
        return
    person = departure.person
    deactivate(person, by=by, reason=document.number)
    person = access.person(person.id)
    hand = queries.in_hand(person)
    give_up_leads(person, by=by, at=at)
    tickets = sum(
        hand_over(one.id, person, taker_of(departure, str(one)), paper=document.number, by=by, at=at) for one in hand.tickets
    )
    customers = sum(
        archive.hand_over([card.id], person, taker_of(departure, f"customer:{card.id}"), paper=document.number, by=by)
        for card in hand.customers
    )
    Departure.update(done_at=at).where(Departure.id == departure.id).execute()
    told = {"tickets": [None, tickets], "customers": [None, customers]}
    audit.record("departure.done", departure, by=by, at=at, changes=told)


def _origin(about: str) -> str:
    return f"/team/departures/{about.partition(':')[2]}"


LIST = catalogue.enter(Path(__file__).parent / "f13.toml", origin=_origin)
signatures.before_signing(KEY, _gate)
signatures.when_done(KEY, _leave)
