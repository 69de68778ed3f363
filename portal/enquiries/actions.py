"""What each step of an enquiry does. The engine has asked the gates before; here things change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.access import queries as access
from portal.access.models import Staff
from portal.audit import actions as audit
from portal.core import db
from portal.core.errors import Refused
from portal.core.i18n import _, language
from portal.enquiries.procedure import ENQUIRY
from portal.knowledge.queries import wording
from portal.knowledge.rules import speech
from portal.knowledge.rules.wording import named
from portal.tickets import desks
from portal.tickets.actions import describing, ladders, offering, people, reminders, stopwatches
from portal.tickets.actions.attachments import attach, kept_whole
from portal.tickets.actions.entries import write
from portal.tickets.actions.opening import open_ticket
from portal.tickets.actions.steps import step
from portal.tickets.models import RANKS, Entry, Ticket
from portal.tickets.queries import one

SPOKEN = ("reply", "answer")


class SpokenMeanwhile(Refused):
    """A colleague has answered the customer after the newest entry that this person saw (`given["seen"]`)."""

    def __init__(self, colleague: str):
        said = _("%(name)s has answered the customer while you were writing. Read it, then send again.", name=colleague)
        super().__init__(said)


def take(given: Mapping[str, Any], *, by: Staff, at: datetime | None = None) -> Ticket:
    """Take an enquiry in (CR-3, CR-4.1): number, customer, words, stopwatches.

    `given`: customer (archive.queries.CustomerCard), channel, kind, subject, level, language, urgency, title, text,
    received_at, and where they apply deadline_at, waited_s (live channels: until somebody answered).
    """
    with db.atomic():
        ticket = open_ticket(ENQUIRY, given, by=by, at=at, begin=_begin)
        tell_lead(ticket, at=ticket.created_at)
        _keep_files(ticket, given)
        return make(ticket, "offer", {}, by=by, at=at) if given.get("offered") else ticket


def make(ticket: Ticket, key: str, given: Mapping[str, Any], *, by: Staff, at: datetime | None = None) -> Ticket:
    """Make one of the procedure's moves. Raises Refused, Missing."""
    given = dict(given)
    if key == "group":
        given = given | {"departments": {_member_of_staff(number).department for number in given["members"]}}
    if key in SPOKEN:
        given |= {"said": wording.said_in(given.get("text") or "")}
    with db.atomic():
        if key in SPOKEN and (colleague := _spoken_since(ticket, given, by)):
            raise SpokenMeanwhile(colleague)
        made = step(ENQUIRY, ticket, key, given=given, by=by, at=at, effect=EFFECTS[key])
        _keep_files(made, given)
    return made


def _spoken_since(ticket: Ticket, given: Mapping[str, Any], by: Staff) -> str | None:
    """Who spoke to the customer since, asked under the ticket's lock so that of two at once one is told."""
    if given.get("seen") is None:
        return None
    one.locked(ticket.id)
    newer = (Entry.ticket == ticket) & (Entry.id > given["seen"]) & Entry.kind.in_(SPOKEN) & (Entry.by != by)
    found = Entry.select().where(newer).order_by(Entry.id.desc()).first()
    return found.by.name_in(language()) if found else None


def _keep_files(ticket: Ticket, given: Mapping[str, Any]) -> None:
    """Keep what was uploaded (`files`: pairs of name and bytes, `store`: where) with the entry just written."""
    if given.get("files"):
        entry = Entry.select().where(Entry.ticket == ticket).order_by(Entry.id.desc()).get()
        with kept_whole(given["store"]) as places:
            for name, data in given["files"]:
                places.append(attach(ticket, entry, name, data, store=given["store"]).place)


def _begin(ticket: Ticket, given: Mapping[str, Any], *, at: datetime) -> None:
    ticket.kind, ticket.subject = given["kind"], given["subject"]
    ticket.rank = RANKS[given["urgency"]]
    ticket.deadline_at = given.get("deadline_at")
    _appoint_lead(ticket, at=at)


def reply(ticket: Ticket, given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    ticket.first_answer_at = ticket.first_answer_at or at
    ticket.promised_at = given.get("promised_at") or ticket.promised_at
    promised = ticket.promised_at.isoformat() if given.get("promised_at") else None
    write(ticket, "reply", by=by, at=at, text=given["text"], facts={"promised": promised} | _looked_at(ticket, given))
    _tell_language(ticket, given, by=by, at=at)


def answer(ticket: Ticket, given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    ticket.first_answer_at = ticket.first_answer_at or at
    ticket.answered_at = at
    _back_to_clerk(ticket, by)
    write(ticket, "answer", by=by, at=at, text=given["text"], facts=_looked_at(ticket, given) or None)
    _tell_language(ticket, given, by=by, at=at)


def _looked_at(ticket: Ticket, given: Mapping[str, Any]) -> dict[str, Any]:
    """The words that somebody was warned of and let out all the same (TM-4.3); the language it is in if that is not the
    customer's, and why (CP-15.3)."""
    words = [phrase.words for phrase in named(given.get("said", ()))]
    spoken = _other_language(ticket, given)
    told = {"spoken": spoken, "in_language": given["in_language"]} if spoken else {}
    return ({"wording": words} if words else {}) | told


def _tell_language(ticket: Ticket, given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    """Journal that a text left in another language than the customer's, and why (CP-15.3)."""
    if spoken := _other_language(ticket, given):
        changes = {"language": [ticket.language, spoken]}
        audit.record("enquiry.language_left", ticket.number, by=by, at=at, reason=given["in_language"], changes=changes)


def _other_language(ticket: Ticket, given: Mapping[str, Any]) -> str | None:
    return speech.other_than(ticket.language, given["text"]) if given.get("in_language") else None


def incoming(ticket: Ticket, given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    """What the customer wrote or said meanwhile (TM-4.4)."""
    write(ticket, "incoming", by=by, at=at, text=given["text"])


def note(ticket: Ticket, given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    """A note of the person responsible is the progress that CS-3.1c asks for after a transfer."""
    write(ticket, "note", by=by, at=at, text=given["text"])
    if by == ticket.owner:
        stopwatches.stop(ticket, ["progress"], at=at)


def transfer(ticket: Ticket, given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    """The owner changes; the new one and the head of the department are told (CR-8)."""
    taker = _member_of_staff(given["to"])
    before = offering.hand_to(ticket, taker, "transferred", at=at)
    facts = {"from": before.name, "to": taker.name, "department": taker.department}
    entry = write(ticket, "transfer", by=by, at=at, text=given["text"], facts=facts)
    occasion = f"transfer:{entry.id}"
    people.notify(ticket, [taker], occasion, f"{ticket.number} 已转给您", f"{ticket.number} was handed to you", at=at)
    heads = [head for head in people.heads() if head.id not in (taker.id, by.id)]
    people.notify(
        ticket, heads, occasion, f"{ticket.number} 已转办给{taker.name}", f"{ticket.number} went to {taker.name}", at=at
    )


def solve(ticket: Ticket, given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    """The solution goes to the clerk, who gives the customer the final answer."""
    _back_to_clerk(ticket, by)
    entry = write(ticket, "solution", by=by, at=at, text=given["text"])
    people.notify(
        ticket, [ticket.owner], f"solution:{entry.id}",
        f"{ticket.number} 有了解决方案，请答复客户", f"{ticket.number} has a solution; answer the customer", at=at,
    )  # fmt: skip


def classify(ticket: Ticket, given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    facts = {"level": [ticket.level, given["level"]], "subject": [ticket.subject, given["subject"]]}
    ticket.level, ticket.subject = given["level"], given["subject"]
    ticket.deadline_at = given.get("deadline_at")
    write(ticket, "level", by=by, at=at, text=given.get("text") or "", facts=facts)
    _appoint_lead(ticket, at=at)


def group(ticket: Ticket, given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    staff = [_member_of_staff(number) for number in given["members"]]
    people.form_group(ticket, staff, at=at)
    entry = write(ticket, "group", by=by, at=at, facts={"members": [person.name for person in staff]})
    people.notify(
        ticket, staff, f"group:{entry.id}",
        f"您已加入 {ticket.number} 的专项对接小组", f"You are in the contact group of {ticket.number}", at=at,
    )  # fmt: skip


def meeting(ticket: Ticket, given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    write(ticket, "meeting", by=by, at=at, text=given["text"], facts={"present": given.get("present") or ""})


def wait(ticket: Ticket, given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    colleague = _member_of_staff(given["colleague"]) if given.get("colleague") else None
    reminders.begin(ticket, given | {"colleague": colleague}, at=at)
    stopwatches.repause(ENQUIRY, ticket)
    facts = {"reason": given["reason"], "colleague": colleague and colleague.name}
    write(ticket, "wait", by=by, at=at, text=given.get("text") or "", facts=facts)


def resume(ticket: Ticket, given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    reason = ticket.waiting
    reminders.end(ticket, at=at)
    stopwatches.repause(ENQUIRY, ticket)
    kind = "incoming" if given.get("text") and reason == "customer" else "resume"
    write(ticket, kind, by=by, at=at, text=given.get("text") or "", facts={"reason": reason})


def follow(ticket: Ticket, given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    ticket.satisfaction = given["score"]
    write(ticket, "satisfaction", by=by, at=at, text=given.get("text") or "", facts={"score": given["score"]})


def archive(ticket: Ticket, given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    write(ticket, "case", by=by, at=at, text=given["text"], facts={"cause": given["cause"]})


def reopen(ticket: Ticket, given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    ticket.answered_at = ticket.satisfaction = ticket.promised_at = None
    if not ticket.owner.active:
        ticket.owner = by
    ticket.deadline_at = given.get("deadline_at")
    write(ticket, "reopened", by=by, at=at, text=given["text"])
    ladders.tell_reopened(ticket, at=at)


def _appoint_lead(ticket: Ticket, *, at: datetime) -> None:
    """Level 3 is led by a supervisor, level 4 by the team leader (TM-4.5c, TM-4.5d); they are told."""
    ticket.lead = people.lead_of(ENQUIRY, ticket.level, ticket.region)
    if ticket.id:
        tell_lead(ticket, at=at)


def tell_lead(ticket: Ticket, *, at: datetime) -> None:
    """Tell whoever leads a matter of level 3 or 4 that it is theirs to lead."""
    if ticket.lead:
        people.notify(
            ticket, [ticket.lead], f"lead:{ticket.level}",
            f"{ticket.number} 定为{ticket.level}级，由您牵头", f"{ticket.number} is level {ticket.level}; you lead it", at=at,
        )  # fmt: skip


def _back_to_clerk(ticket: Ticket, by: Staff) -> None:
    """The ticket returns to who took it in; to the next person up when that one has left, and else stays here."""
    if ticket.clerk.active:
        ticket.owner = ticket.clerk
        return
    up = people.next_people_up(ENQUIRY.ladder, ticket.clerk, ticket.region)
    ticket.owner = up[0] if up else by


def _member_of_staff(number: int) -> Staff:
    return access.active_person(number)


EFFECTS = {
    "reply": reply,
    "answer": answer,
    "incoming": incoming,
    "note": note,
    "transfer": transfer,
    "solve": solve,
    "classify": classify,
    "describe": describing.describe,
    "offer": offering.offer,
    "claim": offering.claim,
    "assign": offering.assign,
    "group": group,
    "meeting": meeting,
    "wait": wait,
    "resume": resume,
    "follow": follow,
    "archive": archive,
    "reopen": reopen,
}
desks.enter(ENQUIRY.key, take, make)
