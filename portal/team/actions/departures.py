"""Somebody leaves: what they have in hand goes to others, then accounts and rights are shut off (TM-3.4b, TM-3.4c)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from peewee import IntegrityError

from portal.access.models import Staff
from portal.audit import actions as audit
from portal.core import db
from portal.core.errors import Refused
from portal.core.files import Store
from portal.core.i18n import _, both, language
from portal.signing.actions import documents
from portal.signing.models import SIGNING, Document
from portal.signing.queries import documents as papers
from portal.team import leaving, rules
from portal.team.models import Departure
from portal.team.queries import departures as queries

Lists = Mapping[str, Sequence[Sequence[str]]]


class ChangedMeanwhile(Refused):
    """Somebody else changed it after this person opened it."""

    def __init__(self):
        super().__init__(_("Somebody changed this departure meanwhile. Look at it again, then send yours once more."))


class Incomplete(Refused):
    """A group in which nothing stands; `groups` are keys of `rules.GROUPS`."""

    def __init__(self, groups: list[str]):
        names = both("、", ", ").join(both(*leaving.GROUPS[group]) for group in groups)
        said = _("Nothing stands in these groups; where there is nothing to hand over, write so: %(groups)s", groups=names)
        super().__init__(said, rules.LEAVING)


def begin(person: Staff, successor: Staff, last_day: date, *, by: Staff, at: datetime) -> Departure:
    """A departure, to be filled in. Refused for whoever has gone, for oneself, and where one is under way."""
    refusal = rules.refusal_to_begin(
        person=person.id, successor=successor.id, by=by.id, active=person.active, under_way=queries.under_way(person),
        fit=queries.is_fit(successor, person),
    )  # fmt: skip
    _refuse_if(refusal)
    try:
        with db.atomic():
            made = Departure.create(
                person=person, successor=successor, region=person.region, last_day=last_day, takers={}, lists={},
                begun_by=by, begun_at=at,
            )  # fmt: skip
            changes = {"successor": [None, successor.username], "last_day": [None, last_day.isoformat()]}
            audit.record("departure.begun", made, by=by, at=at, changes=changes)
    except IntegrityError as twice:  # two leaders at one moment
        raise Refused(rules.REFUSALS["under_way"]) from twice
    return made


def fill(
    departure: Departure, *, successor: Staff, last_day: date, takers: Mapping[str, int], lists: Lists, revision: int,
    by: Staff, at: datetime,
) -> None:
    """Keep what was typed; `takers` name for a thing ("ticket:12") who takes it over instead of the successor."""
    _refuse_if("oneself" if successor.id == departure.person_id else None)
    with db.atomic():
        row = _open(departure, by)
        values = {"successor": successor, "last_day": last_day, "takers": dict(takers), "lists": dict(lists)}
        mine = (Departure.id == row.id) & (Departure.revision == revision)
        if not Departure.update(values | {"revision": Departure.revision + 1}).where(mine).execute():
            raise ChangedMeanwhile
        changes = {"successor": [row.successor.username, successor.username]} if row.successor_id != successor.id else None
        audit.record("departure.changed", row, by=by, at=at, changes=changes)


def confirm(departure: Departure, *, store: Store, by: Staff, at: datetime) -> Document:
    """Freeze the list: its form (F-13) waits for three signatures. Raises Incomplete (TM-3.4b)."""
    with db.atomic():
        row = _open(departure, by)
        if gaps := rules.empty_groups(row.lists):
            raise Incomplete(gaps)
        document = documents.draft(
            row.document if row.document_id else None, leaving.LIST, leaving.facts_of(row), region=row.region,
            about=str(row), language=language(), named=leaving.named(row), by=by, at=at,
        )  # fmt: skip
        Departure.update(document=document).where(Departure.id == row.id).execute()
        audit.record("departure.frozen", row, by=by, at=at, changes={"form": [None, document.number]})
    return documents.freeze(papers.standing(document), store=store, by=by, at=at)


def withdraw(departure: Departure, reason: str, *, by: Staff, at: datetime) -> None:
    """Take the list back before everybody has signed it."""
    _refuse_if("self_led" if departure.person_id == by.id else None)
    document = departure.document
    if not departure.is_open or document is None or document.state != SIGNING:
        raise Refused(_("This list is not waiting for signatures."))
    documents.withdraw(papers.standing(document), reason, by=by, at=at)


def drop(departure: Departure, reason: str, *, by: Staff, at: datetime) -> None:
    """Call it off: the person stays."""
    with db.atomic():
        row = _open(departure, by)
        Departure.update(dropped_at=at).where(Departure.id == row.id).execute()
        audit.record("departure.dropped", row, by=by, at=at, reason=reason)


def _open(departure: Departure, by: Staff) -> Departure:
    """The row, locked, while it can be changed by this person: nobody arranges their own."""
    row = queries.locked(departure.id)
    _refuse_if("self_led" if row.person_id == by.id else None)
    _refuse_if("over" if not row.is_open else None)
    _refuse_if("frozen" if row.document_id and row.document.state == SIGNING else None)
    return row


def _refuse_if(refusal: str | None) -> None:
    if refusal is not None:
        raise Refused(rules.REFUSALS[refusal], rules.LEAVING)
