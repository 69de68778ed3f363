"""The record of a handover (F-12): its facts, who signs it, what keeps it from being signed, and what its last signature
does: responsibility for the tickets moves, in the same transaction (DM-H3, DM-H4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from portal.access import queries as access
from portal.access.models import Staff
from portal.audit import actions as audit
from portal.core.errors import Refused
from portal.core.i18n import HEADQUARTERS, both, language
from portal.handover import rules
from portal.handover.models import Handover, Item
from portal.handover.queries import handovers as queries
from portal.handover.queries.handovers import Standing
from portal.handover.queries.prepared import Line
from portal.signing import catalogue
from portal.signing.actions import signatures
from portal.signing.models import Document
from portal.signing.printing import wall
from portal.signing.queries.documents import Standing as PaperStanding
from portal.tickets.actions.handing import hand_over, keep
from portal.tickets.models import NEVER

KEY = "F-12"
OUTGOING, INCOMING = "outgoing", "incoming"
HERE = Path(__file__).parent


def named(handover: Handover) -> dict[str, Staff]:
    """Who alone may sign each place."""
    return {OUTGOING: handover.outgoing, INCOMING: handover.incoming}


def facts_of(found: Standing, lines: Mapping[str, Sequence[Line]], at: datetime) -> dict[str, Any]:
    """What stands in the form, in the reader's language; the change in the region's time and headquarters' (DM-H1)."""
    handover = found.handover
    region, shift = access.region(handover.region), handover.shift
    facts = {
        "region": both(region.name_zh, region.name_en),
        "shift": f"{handover.day.isoformat()} {both(shift.name_zh, shift.name_en)}",
        "outgoing": handover.outgoing.name_in(language()),
        "incoming": handover.incoming.name_in(language()),
        "change": wall(handover.change_at, region.zone),
        "change_hq": wall(handover.change_at, HEADQUARTERS),
        "written": _written(handover, at, region.zone),
        "items": [_row(item, region.zone) for item in found.items],
    }
    for key in rules.SECTIONS:
        facts[f"{key}_words"] = handover.words.get(key, "")
        if key != rules.OWN:
            facts[f"{key}_lines"] = "\n".join(map(str, lines[key]))
    return facts


def _written(handover: Handover, at: datetime, zone: str) -> str:
    late = rules.is_after_the_fact(handover.change_at, at)
    return wall(at, zone) + (both("（事后补写）", " (after the fact)") if late else "")


def _row(item: Item, zone: str) -> list[str]:
    ticket = item.ticket
    due = "" if ticket.next_due >= NEVER else f"{ticket.next_due.astimezone(ZoneInfo(zone)):%m-%d %H:%M}"
    return [ticket.number, f"{ticket.customer_name} · {ticket.title}", due, both(*rules.OUTCOMES[item.outcome]), item.note]


def words_of(facts: Mapping[str, Any]) -> str:
    """The text by which it is found."""
    rows = (cell for row in facts["items"] for cell in row)
    plain = (str(value) for key, value in facts.items() if key != "items")
    return "\n".join([*plain, *rows]).casefold()


def _gate(found: PaperStanding, slot: str, _by: Staff) -> str | None:
    """Why the place cannot be signed yet."""
    return _refusal(queries.of_document(found.document), slot)


def _refusal(handover: Handover, slot: str) -> str | None:
    accepted = [item.accepted_at is not None for item in Item.select().where(Item.handover == handover)]
    left = [ticket.number for ticket in queries.unaccounted(handover)] if slot == OUTGOING else []
    key = rules.refusal_to_sign(slot, accepted, left)
    return str(rules.SIGNING_REFUSALS[key]) % {"about": both("、", ", ").join(left)} if key else None


def _move(document: Document, by: Staff, at: datetime) -> None:
    """What is handed over belongs to the incoming clerk from this moment on; each item once, whatever happened before."""
    handover = queries.locked(queries.of_document(document).id)
    if handover.done_at is not None:
        return
    if reason := _refusal(handover, INCOMING):  # asked before the password, too; now nobody else can change it
        raise Refused(reason, rules.SIGNED)
    items = queries.items_of(handover)
    moved = [item for item in items if item.outcome == rules.HAND and _moves(item, handover, document, by, at)]
    for item in items:
        if item.outcome == rules.KEEP:
            keep(item.ticket_id, handover.outgoing, paper=document.number, note=item.note, by=by, at=at)
    Item.update(moved_at=at).where(Item.id.in_([item.id for item in moved])).execute()
    Handover.update(done_at=at).where(Handover.id == handover.id).execute()
    audit.record("handover.done", handover, by=by, at=at, changes={"tickets": [None, len(moved)]})


def _moves(item: Item, handover: Handover, document: Document, by: Staff, at: datetime) -> bool:
    giver, taker = handover.outgoing, handover.incoming
    return hand_over(item.ticket_id, giver, taker, paper=document.number, note=item.note, by=by, at=at)


def _origin(about: str) -> str:
    return f"/handovers/{about.partition(':')[2]}"


RECORD = catalogue.enter(HERE / "f12.toml", origin=_origin)
signatures.before_signing(KEY, _gate)
signatures.when_done(KEY, _move)
