"""Bringing a checked sheet in, and taking a whole import back."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from portal.access.models import Staff
from portal.archive import actions as archive
from portal.archive import queries as customers
from portal.archive import rules as customer_rules
from portal.archive.cards import CustomerCard
from portal.audit import actions as audit
from portal.core import db, time
from portal.core.errors import Refused
from portal.core.i18n import lazy
from portal.enquiries.imports import queries
from portal.enquiries.imports.checking import Checked, Good
from portal.enquiries.imports.staging import Brought
from portal.enquiries.models import Import
from portal.enquiries.procedure import ENQUIRY
from portal.messages.actions import tell
from portal.tickets.actions import bulk, people, stopwatches
from portal.tickets.models import RANKS, Ticket
from portal.tickets.words import LIVE_CHANNELS

ANSWERED_ELSEWHERE = timedelta(days=1)
ALIKE = ("channel", "level", "region", "deadline_at", "rank", "owner")
LIMITS = ENQUIRY.moves["take"].starts


def digest(data: bytes) -> str:
    """The SHA-256 by which the same file is known again."""
    return hashlib.sha256(data).hexdigest()


def bring_in(checked: Checked, brought: Brought, *, by: Staff, skip_bad: bool = False, at: datetime | None = None) -> Import:
    """Make an enquiry of every good row, in one transaction. Raises Refused, and then nothing is changed.

    Refused when rows are bad and nobody said to leave them, when none is good, and when the same file is in already.
    """
    if checked.bad and not skip_bad:
        raise Refused(lazy("%(bad)d rows cannot be brought in. Correct them, or leave them out knowingly.", bad=len(checked.bad)))
    if not checked.good:
        raise Refused(lazy("No row of this file can be brought in."))
    return _brought_in(checked, brought, by=by, at=at or time.now())


def _brought_in(checked: Checked, brought: Brought, *, by: Staff, at: datetime) -> Import:
    with db.atomic():
        registrar = _Registrar(by)
        limits = _Limits(at)
        drafts = [_draft(row, registrar.card(row), limits, brought.name, by=by, at=at) for row in checked.good]
        loaded = bulk.load(ENQUIRY, drafts, at=at)
        _demand_first_time(brought)
        made = Import.create(at=at, by=str(by), file=brought.name, sha256=digest(brought.data), rows=len(loaded))
        _remember(made, checked.good, loaded, registrar)
        _tell_owners(made, checked.good, by=by, at=at)
        _tell_leads(made, drafts, by=by, at=at)
        facts = {"file": [None, brought.name], "rows": [None, made.rows], "left_out": [None, len(checked.bad)]}
        facts |= {"numbers": [None, f"{loaded[0][1]}–{loaded[-1][1]}"], "sha256": [None, made.sha256]}
        audit.record("enquiries.imported", made, by=by, at=at, changes=facts)
    return made


def _demand_first_time(brought: Brought) -> None:
    """Asked after numbers were given out, which nobody else can do meanwhile: so two at once cannot both pass."""
    if before := queries.of_the_same_file(digest(brought.data)):
        raise Refused(lazy("This file was brought in already: import %(number)d by %(who)s. Revert that one first.",
                           number=before.id, who=before.by))  # fmt: skip


class _Registrar:
    """Finds each customer once, and registers who is new."""

    def __init__(self, by: Staff):
        self.by = by
        self.cards: dict[tuple[str, str], CustomerCard] = {}
        self.registered: dict[int, int] = {}

    def card(self, row: Good) -> CustomerCard:
        given = row.values["customer"]
        known = customer_rules.key(given["name"]), given["country"]
        if known not in self.cards:
            self.cards[known] = customers.known_as(*known) or self._registered(row)
        return self.cards[known]

    def _registered(self, row: Good) -> CustomerCard:
        card = archive.register(**row.values["customer"], by=self.by)
        self.registered[row.number] = card.id
        return card


class _Limits:
    """The stopwatches of an imported enquiry. What begins alike is due alike, so it is counted once."""

    def __init__(self, at: datetime):
        self.at = at
        self.known: dict[tuple, list[dict]] = {}

    def of(self, ticket: Mapping[str, Any], country: str, counted_from: datetime | None) -> list[dict]:
        began = counted_from or self.at
        names = LIMITS[1:] if self._is_answered(ticket, began) else LIMITS
        alike = (*(ticket[name] for name in ALIKE), country, began, names)
        if alike not in self.known:
            self.known[alike] = list(self._counted(ticket, names, began))
        return self.known[alike]

    @staticmethod
    def _is_answered(ticket: Mapping[str, Any], began: datetime) -> bool:
        return ticket["channel"] in LIVE_CHANNELS or began - ticket["received_at"] >= ANSWERED_ELSEWHERE

    def _counted(self, ticket: Mapping[str, Any], names: Sequence[str], began: datetime):
        given, row = {"now": self.at}, Ticket(desk=ENQUIRY.key, **ticket)
        counted = (stopwatches.reckoned(ENQUIRY, row, name, given, at=began) for name in names)
        return (limit | {"tell_at": self._told(row, limit)} for limit in counted if limit)

    def _told(self, ticket: Ticket, limit: Mapping[str, Any]) -> datetime | None:
        return stopwatches.tell_ahead(ticket, limit["warn_at"], limit["due"], since=limit["started"], at=self.at)


def _draft(row: Good, card: CustomerCard, limits: _Limits, file: str, *, by: Staff, at: datetime) -> bulk.Draft:
    values = row.values
    lead = people.lead_of(ENQUIRY, values["level"], card.region)
    ticket = {name: values[name] for name in ("channel", "kind", "subject", "level", "title", "received_at", "deadline_at")}
    ticket |= {
        "stage": ENQUIRY.moves["take"].to,
        "rank": RANKS[values["urgency"]],
        "region": card.region,
        "customer": card.id,
        "customer_name": card.name,
        "language": values["language"] or card.language,
        "clerk": values["owner"].id,
        "owner": values["owner"].id,
        "lead": lead.id if lead else None,
        "created_at": at,
        "updated_at": at,
    }
    origin = {"file": file, "line": row.number, "reference": values["reference"]}
    entries = (
        {"kind": "taken", "at": values["received_at"], "by": by.id, "text": values["text"]},
        {"kind": "imported", "at": at, "by": by.id, "facts": origin | {"received": values["received_at"].isoformat()}},
    )
    return bulk.Draft(ticket, entries, limits.of(ticket, card.country, values["counted_from"]), values["reference"])


def _remember(made: Import, rows: Sequence[Good], loaded: Sequence[tuple[int, str]], registrar: _Registrar) -> None:
    lines = [
        (made.id, row.number, ticket, registrar.registered.get(row.number))
        for row, (ticket, _number) in zip(rows, loaded, strict=True)
    ]
    db.run_many("INSERT INTO enquiry_import_row (imported_id, line, ticket, customer) VALUES (?, ?, ?, ?)", lines)


def _tell_owners(made: Import, rows: Sequence[Good], *, by: Staff, at: datetime) -> None:
    """One notice for each who owns some of it, whoever imported aside."""
    owners = {row.values["owner"].id: row.values["owner"] for row in rows}
    for owner in owners.values():
        if owner.id != by.id:
            count = sum(row.values["owner"].id == owner.id for row in rows)
            tell(
                [owner], str(made), text_zh=f"{by.name}导入了 {count} 条由您负责的咨询",
                text_en=f"{by.name} imported {count} enquiries that are yours", url="/tickets?owner=me", at=at,
            )  # fmt: skip


def _tell_leads(made: Import, drafts: Sequence[bulk.Draft], *, by: Staff, at: datetime) -> None:
    """One notice for each who leads some of it, whoever imported aside."""
    counts = Counter(draft.fields["lead"] for draft in drafts if draft.fields["lead"] not in (None, by.id))
    for lead in Staff.select().where(Staff.id.in_(list(counts))):
        count = counts[lead.id]
        tell(
            [lead], f"{made}:leads", text_zh=f"{by.name}导入了 {count} 条由您牵头的咨询",
            text_en=f"{by.name} imported {count} enquiries that you lead", url="/tickets", at=at,
        )  # fmt: skip


def revert(imported: Import, *, by: Staff, at: datetime | None = None) -> None:
    """Take a whole import back: tickets, entries, stopwatches, search words, and customers that came with it alone.

    Raises Refused when it is reverted already, or when somebody has worked on one of its enquiries.
    """
    moment = at or time.now()
    with db.atomic():
        stands = (Import.id == imported.id) & Import.reverted_at.is_null()
        if not Import.update(reverted_at=moment, reverted_by=str(by)).where(stands).execute():
            raise Refused(lazy("This import was reverted already."))
        if numbers := queries.worked_on(imported):
            raise Refused(lazy("Somebody has worked on these since; the import stays: %(numbers)s.", numbers=_some(numbers)))
        tickets = queries.tickets_of(imported)
        bulk.unload(tickets)
        gone = archive.withdraw(queries.customers_left_alone(imported), by=by)
        facts = {"enquiries": [len(tickets), 0], "customers": [gone, 0]}
        facts |= {"numbers": [f"{tickets[0].number}–{tickets[-1].number}", None]}
        audit.record("enquiries.import_reverted", imported, by=by, at=moment, changes=facts)


def _some(numbers: Sequence[str], most: int = 20) -> str:
    """The first of many numbers, and how many more."""
    more = f" … +{len(numbers) - most}" if len(numbers) > most else ""
    return ", ".join(numbers[:most]) + more
