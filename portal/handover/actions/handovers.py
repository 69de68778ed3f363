"""A handover from its preparation to the moment it is frozen: prepared, filled in, frozen, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from peewee import IntegrityError

from portal.access.models import Staff
from portal.audit import actions as audit
from portal.core import db
from portal.core.errors import Refused
from portal.core.files import Store
from portal.core.i18n import _, both, language, lazy
from portal.handover import record, rules
from portal.handover.models import Handover, Item
from portal.handover.queries import handovers as queries
from portal.handover.queries.handovers import Standing
from portal.handover.queries.prepared import prepared
from portal.handover.rules import Fault, Said
from portal.signing.actions import documents
from portal.signing.models import Document
from portal.signing.queries import documents as papers
from portal.team.rules import Turn
from portal.tickets.queries import handing

FROZEN = lazy("This handover is frozen; take it back before you change it.")
KEPT = lazy("This handover is signed by both and is kept as it is.")
NOT_YOURS = lazy("Only the outgoing clerk prepares this handover.")
NOT_TAKEN_BACK = lazy("Only the outgoing clerk and the leaders of the region take a handover back.")


class ChangedMeanwhile(Refused):
    """It was changed in another window after this one was opened."""

    def __init__(self):
        super().__init__(_("This handover was changed in another window meanwhile. Look at it again, then send yours once more."))


class Incomplete(Refused):
    """Something is missing; `lines` has a sentence for each of the faults of `rules`."""

    def __init__(self, faults: list[Fault]):
        self.lines = [_told(fault) for fault in faults]
        super().__init__(" ".join(self.lines), rules.COMPLETE)


class Filled(NamedTuple):
    """What a person typed: who takes over, the words of each section, and outcome and note of each item by its id."""

    incoming: Staff | None
    words: Mapping[str, str]
    items: Mapping[int, tuple[str, str]]


def prepare(person: Staff, region: str, turn: Turn, relief: Turn, *, by: object, at: datetime) -> Handover:
    """The handover of a person's turn, gathered from their open tickets (DM-H2); the one there is where it was begun."""
    try:
        with db.atomic():
            made = Handover.create(
                shift=turn.shift, day=turn.day, region=region, outgoing=person, starts_at=turn.start, change_at=turn.end,
                next_at=relief.start, next_ends_at=relief.end, prepared_at=at, words={},
            )  # fmt: skip
            _gather(made)
            audit.record("handover.prepared", made, by=by, at=at, changes={"outgoing": [None, person.username]})
    except IntegrityError:  # the scheduler, or another window
        return Handover.get(Handover.shift == turn.shift, Handover.day == turn.day, Handover.outgoing == person)
    return made


def gather(found: Standing, *, by: Staff, at: datetime) -> Standing:
    """The same with the tickets that came in since, and without those about which nothing was said and that are over or
    somebody else's."""
    if not rules.may_change(found.state):
        return found
    with db.atomic():
        handover = queries.locked(found.handover.id)
        if rules.may_change(queries.state_of(handover)) and (came := _gather(handover)):
            audit.record("handover.gathered", handover, by=by, at=at, changes={"items": [len(found.items), came]})
    return queries.standing(Handover.get_by_id(found.handover.id))


def _gather(handover: Handover) -> int | None:
    """How many items there are now, where that has changed which."""
    mine = handing.open_ids_of(handover.outgoing)
    items = {item.ticket_id: item for item in Item.select().where(Item.handover == handover)}
    gone = [item.id for ticket, item in items.items() if ticket not in mine and not item.outcome]
    if gone:
        Item.delete().where(Item.id.in_(gone)).execute()
    came = sorted(mine - items.keys())
    for ticket in came:
        Item.create(handover=handover, ticket=ticket)
    return len(items) - len(gone) + len(came) if gone or came else None


def fill(found: Standing, filled: Filled, *, revision: int, by: Staff, at: datetime) -> None:
    """Keep what was typed. Raises ChangedMeanwhile; refused once it is frozen."""
    with db.atomic():
        _keep(_open(found, by), filled, revision, by=by, at=at)


def confirm(
    found: Standing, filled: Filled, *, revision: int, store: Store, by: Staff, at: datetime
) -> Document:
    """Keep what was typed and freeze it: its form (F-12) waits for both signatures. Raises ChangedMeanwhile, and Incomplete
    while something is missing (DM-H4); then nothing is kept."""
    with db.atomic():
        handover = _open(found, by)
        _keep(handover, filled, revision, by=by, at=at)
        _gather(handover)
        fresh = queries.standing(Handover.get_by_id(handover.id))
        facts = _checked(fresh, at)
        document = documents.draft(
            handover.document if handover.document_id else None, record.RECORD, facts, region=handover.region,
            about=str(handover), language=language(), named=record.named(fresh.handover), by=by, at=at,
        )  # fmt: skip
        Item.update(accepted_at=None, query="", queried_at=None, reply="", replied_at=None).where(
            Item.handover == handover
        ).execute()
        Handover.update(document=document, found_by=record.words_of(facts)).where(Handover.id == handover.id).execute()
        audit.record("handover.confirmed", handover, by=by, at=at, changes={"form": [None, document.number]})
    return documents.freeze(papers.standing(document), store=store, by=by, at=at)


def _keep(handover: Handover, filled: Filled, revision: int, *, by: Staff, at: datetime) -> None:
    row = (Handover.id == handover.id) & (Handover.revision == revision)
    values = {"incoming": filled.incoming, "words": dict(filled.words), "revision": Handover.revision + 1}
    if not Handover.update(values).where(row).execute():
        raise ChangedMeanwhile
    for number, (outcome, note) in filled.items.items():
        Item.update(outcome=outcome, note=note).where(Item.id == number, Item.handover == handover).execute()
    audit.record("handover.filled", handover, by=by, at=at)


def withdraw(found: Standing, reason: str, *, by: Staff, at: datetime) -> None:
    """Take it back before both have signed: to change it, or because another one takes over. The outgoing clerk and the
    leaders of the region may."""
    if not queries.may_take_back(by, found.handover):
        raise Refused(NOT_TAKEN_BACK)
    if found.state != rules.SIGNING:
        raise Refused(KEPT if found.state == rules.DONE else lazy("This handover is not waiting for signatures."))
    documents.withdraw(papers.standing(found.handover.document), reason, by=by, at=at)
    audit.record("handover.withdrawn", found.handover, by=by, at=at, reason=reason)


def _open(found: Standing, by: Staff) -> Handover:
    """The row, locked, while it can be changed by this person."""
    handover = queries.locked(found.handover.id)
    state = queries.state_of(handover)
    if not rules.may_change(state):
        raise Refused(KEPT if state == rules.DONE else FROZEN, rules.KEPT)
    if handover.outgoing_id != by.id:
        raise Refused(NOT_YOURS)
    return handover


def _checked(found: Standing, at: datetime) -> dict:
    """The facts of the form. Raises Incomplete."""
    handover = found.handover
    lines = prepared(handover, [item.ticket for item in found.items], at)
    said = [Said(item.ticket.number, item.ticket.is_open, item.outcome, item.note) for item in found.items]
    if faults := rules.faults(handover.words, lines, said, outgoing=handover.outgoing_id, incoming=handover.incoming_id):
        raise Incomplete(faults)
    return record.facts_of(found, lines, at)


def _told(fault: Fault) -> str:
    names = [both(*rules.SECTIONS[key]) if key in rules.SECTIONS else key for key in fault.about]
    return str(rules.FAULTS[fault.key]) % {"about": both("、", ", ").join(names)}
