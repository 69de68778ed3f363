"""What a person may do with an enquiry now, and the form for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.access import Permission, queries
from portal.access.departments import DEPARTMENTS
from portal.access.models import Absence, Staff
from portal.access.views.choices import whereabouts
from portal.core.i18n import both, language
from portal.core.time import now
from portal.enquiries.forms import FORMS, Step
from portal.enquiries.procedure import ENQUIRY
from portal.tickets import rules
from portal.tickets.actions.people import may_be_handed
from portal.tickets.engine import Move
from portal.tickets.models import Ticket
from portal.tickets.queries import one

HIDDEN_BY = {"is_waiting", "is_not_waiting", "was_transferred", "is_not_offered"}
USUAL = ("resume", "solve", "follow", "archive", "reply", "answer")
AFTER = {"solution": "answer", "incoming": "reply", "reply": "", "transfer": "", "reopened": ""}


def offered(ticket: Ticket, person: Staff) -> list[Move]:
    """The moves of this stage that the person's role includes and that make sense now."""
    return [
        move
        for move in ENQUIRY.moves_in(ticket.stage)
        if person.may(Permission(move.permission))
        and move.key in FORMS
        and not rules.refusal_to_act(move.who, ticket.owner_id, person.id, assigns=person.may(Permission.TICKETS_ASSIGN))
        and not any(ENQUIRY.gates[gate].check(ticket, {}) for gate in move.gates if gate in HIDDEN_BY)
    ]


def usual(ticket: Ticket, moves: list[Move], kinds: Sequence[str]) -> Move | None:
    """The move whose form stands open when nobody asked for another: what most people came for. `kinds` are those of
    the entries, oldest first: a solution is there to be passed on, a letter to be replied to."""
    by_key = {move.key: move for move in moves}
    turn = next((AFTER[kind] for kind in reversed(kinds) if kind in AFTER), "")
    wanted = "answer" if ticket.level == 1 else turn
    return next((by_key[key] for key in (wanted, *USUAL) if key in by_key), None)


def form_for(move: Move, ticket: Ticket, **given) -> Step:
    """The form of a move: filled with what the ticket says, or with what was sent (`given` is empty then)."""
    form = FORMS[move.key](**given)
    if move.key == "transfer":
        form.offer([pair for pair in colleagues(ticket) if pair[0] != ticket.owner_id])
    elif move.key == "group":
        form.offer(colleagues(ticket))
    elif move.key == "wait":
        form.offer([(reason.key, both(reason.zh, reason.en)) for reason in ENQUIRY.reasons.values()], colleagues(ticket))
    return form


def fresh_form(move: Move, ticket: Ticket, seen: int, text: str = "") -> Step:
    """A form that remembers the newest entry its reader saw, empty but for a text that is ready."""
    members = [person.id for person in one.members(ticket)] if move.key == "group" else []
    given = {"seen": seen, "level": str(ticket.level), "subject": ticket.subject, "members": members}
    given |= {"urgency": ticket.urgency, "kind": ticket.kind, "language": ticket.language}
    given |= {"text": text} if text else {}
    return form_for(move, ticket, formdata=None, **given)


def colleagues(ticket: Ticket) -> list[tuple[int, str]]:
    """Everybody who may work on this ticket, with their department; who is away comes last, with who stands in."""
    absent = queries.absences_at(now())
    people = [person for person in queries.holders_of(Permission.ENQUIRIES_ANSWER) if may_be_handed(person, ticket.region)]
    people.sort(key=lambda person: person.id in absent)
    return [(person.id, _named(person, absent)) for person in people]


def _named(person: Staff, absent: Mapping[int, Absence]) -> str:
    words = (person.name_in(language()), _department(person), whereabouts(person, absent))
    return " · ".join(word for word in words if word)


def _department(person: Staff) -> str:
    department = DEPARTMENTS.get(person.department)
    return both(department.name_zh, department.name_en) if department else person.department
