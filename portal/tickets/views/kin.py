"""What a ticket's page says of others that belong to it: merged, split off, parent and children."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask import url_for

from portal.access import Permission
from portal.access.models import Staff
from portal.tickets import kinship, procedures
from portal.tickets.engine import MERGED
from portal.tickets.models import Regrouping, Ticket
from portal.tickets.queries import kin, one
from portal.tickets.queries.kin import Tie


class RegroupingShown(NamedTuple):
    """A merge or a split (`kind`) that stands: its id, the other ticket's number, whether this one is what went along
    (merged into it, or split off it), and whether it can be undone now."""

    id: int
    kind: str
    number: str
    at: datetime
    here: bool
    undoable: bool


class KinShown(NamedTuple):
    """`into` is the number that a merged ticket leads to; the addresses are "" for who may not, or when it cannot be."""

    into: str
    regroupings: list[RegroupingShown]
    parent: Ticket | None
    children: Sequence[Ticket]
    stages: dict[str, str]
    may: bool
    merge_url: str
    split_url: str
    parent_url: str

    @property
    def any(self) -> bool:
        return bool(self.regroupings or self.parent or self.children or self.merge_url)


def kin_shown(ticket: Ticket, person: Staff, now: datetime) -> KinShown:
    """For the page of a ticket that this person may see."""
    may, ties = person.may(Permission.TICKETS_MERGE), kin.ties(ticket)
    linked = any(tie.kind == kin.LINK for tie in ties)
    parent, children = (kin.parent(person, ticket), kin.children(person, ticket)) if linked else (None, [])
    names = procedures.stage_names() if children else {}
    can = may and ticket.is_open
    return KinShown(
        kin.leads_to(ticket).number if ticket.stage == MERGED.key else "",
        _regroupings(ticket, [tie for tie in ties if tie.kind != kin.LINK], may, now),
        parent,
        children,
        {child.number: names[child.desk, child.stage] for child in children},
        may,
        url_for("tickets.merging_form", number=ticket.number) if can else "",
        url_for("tickets.splitting_form", number=ticket.number) if can else "",
        url_for("tickets.parent_form", number=ticket.number) if can and not linked else "",
    )


def _regroupings(ticket: Ticket, made: Sequence[Tie], may: bool, now: datetime) -> list[RegroupingShown]:
    numbers = one.numbers_of(number for each in made for number in (each.source, each.target))
    days = procedures.of(ticket.desk).figures["undo_days"]
    return [_shown(each, ticket, numbers, may and not kinship.refusal_to_undo(each.at, now, days, undone=False)) for each in made]


def _shown(each: Tie, ticket: Ticket, numbers: dict[int, str], undoable: bool) -> RegroupingShown:
    is_source = each.source == ticket.id
    other = each.target if is_source else each.source
    here = is_source == (each.kind == Regrouping.MERGE)
    return RegroupingShown(each.id, each.kind, numbers[other], each.at, here, undoable)
