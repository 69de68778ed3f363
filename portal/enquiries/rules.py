"""The gates of the enquiry procedure: what each step demands, as plain functions that answer with a reason or None.

A gate reads the ticket as it stands and `given`, what the person wants to do: the fields of the form, and under "now",
"group" and "said" what the action knows (the moment, the departments in the contact group, the forbidden wording in the
text), under "figures" those of the procedure's table.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from portal.archive.languages import LANGUAGES
from portal.core.i18n import both, lazy
from portal.knowledge.rules import filling, speech, wording
from portal.tickets.engine import Gate
from portal.tickets.words import SUBJECTS

SIMPLE, COMPLEX, GRAVE = 1, 3, 4


def class_is_named(_ticket: Any, given: Mapping) -> str | None:
    if given.get("subject") not in SUBJECTS:
        return lazy("Say whether it is about a product, an order or a technical matter.")
    return None


def grave_has_a_deadline(_ticket: Any, given: Mapping) -> str | None:
    return _missing_deadline(given.get("level"), given)


def reopened_grave_has_a_deadline(ticket: Any, given: Mapping) -> str | None:
    return _missing_deadline(ticket.level, given)


def _missing_deadline(level: Any, given: Mapping) -> str | None:
    deadline = given.get("deadline_at")
    if level != GRAVE:
        return None
    if deadline is None:
        return lazy("A level 4 enquiry needs a deadline set by hand.")
    if deadline <= given["now"]:
        return lazy("The deadline has passed already; set one that lies ahead.")
    return _too_far(deadline, given)


def _too_far(moment: Any, given: Mapping) -> str | None:
    days = given["figures"]["farthest_days"]
    if moment <= given["now"] + timedelta(days=days):
        return None
    return lazy("This lies more than %(days)d days ahead; name a nearer moment.", days=days)


def text_is_written(_ticket: Any, given: Mapping) -> str | None:
    return None if given.get("text") else lazy("Write what happened; every step leaves a record.")


def simple_is_solved_at_once(ticket: Any, _given: Mapping) -> str | None:
    if ticket.level == SIMPLE:
        return lazy("A level 1 enquiry is solved in the same contact: give the final answer, or raise the level first.")
    return None


def first_reply_says_when(ticket: Any, given: Mapping) -> str | None:
    promised = given.get("promised_at")
    if promised is not None and promised <= given["now"]:
        return lazy("The promised moment has passed already; name one that lies ahead.")
    if promised is not None:
        return _too_far(promised, given)
    if ticket.promised_at is None:
        return lazy("The first answer tells the customer when the full answer will come; fill in that moment.")
    return None


def nothing_forbidden_is_said(_ticket: Any, given: Mapping) -> str | None:
    """`given` holds under "said" what of the list of wording stands in the text, under "wording" the warning that was
    confirmed."""
    said = given.get("said", ())
    if wording.blocks(said):
        words = ", ".join(phrase.words for phrase in wording.named(said) if phrase.severity == wording.BLOCK)
        return lazy("This may not be said to a customer: %(words)s. Write it otherwise.", words=words)
    if said and given.get("wording") != wording.signature(said):
        words = ", ".join(phrase.words for phrase in wording.named(said))
        return lazy("Look at these words once more before they leave: %(words)s.", words=words)
    return None


def nothing_is_left_open(_ticket: Any, given: Mapping) -> str | None:
    """A variable of a canned answer that has no value yet does not leave."""
    if left := filling.left_open(given.get("text") or ""):
        names = ", ".join(f"{{{name}}}" for name in left)
        return lazy("Fill this in before the text leaves: %(names)s.", names=names)
    return None


def language_is_the_customers(ticket: Any, given: Mapping) -> str | None:
    """`given` holds under "in_language" why the text is in another language all the same."""
    spoken = speech.other_than(ticket.language, given.get("text") or "")
    if spoken is None or given.get("in_language") or ticket.language not in LANGUAGES:
        return None
    names = {"spoken": both(*LANGUAGES[spoken]), "wanted": both(*LANGUAGES[ticket.language])}
    return lazy("This is written in %(spoken)s; the customer writes in %(wanted)s. Write it so, or say why not.", **names)


def nobody_is_waited_for(ticket: Any, _given: Mapping) -> str | None:
    return lazy("The ticket is waiting; end the wait first.") if ticket.waiting else None


def complex_has_a_group(ticket: Any, given: Mapping) -> str | None:
    if ticket.level >= COMPLEX and len(given["group"]) < 2:
        return lazy("A level 3 or 4 enquiry needs a contact group from at least two departments before it is answered.")
    return None


def simple_is_not_transferred(ticket: Any, _given: Mapping) -> str | None:
    if ticket.level == SIMPLE:
        return lazy("A level 1 enquiry is answered by the clerk; raise the level before you transfer it.")
    return None


def handover_is_written(_ticket: Any, given: Mapping) -> str | None:
    if len(given.get("text") or "") < given["figures"]["shortest_handover"]:
        return lazy("Write what is asked, what was done and what is needed; a transfer goes with a written handover.")
    return None


def somebody_else_takes_over(ticket: Any, given: Mapping) -> str | None:
    if given.get("to") in (None, ticket.owner_id):
        return lazy("Choose somebody else to take it over.")
    return None


def was_transferred(ticket: Any, _given: Mapping) -> str | None:
    if ticket.owner_id == ticket.clerk_id:
        return lazy("This enquiry was not transferred; give the customer the final answer yourself.")
    return None


def something_changes(ticket: Any, given: Mapping) -> str | None:
    if (given.get("level"), given.get("subject")) == (ticket.level, ticket.subject) and not given.get("deadline_at"):
        return lazy("Neither the level nor the matter is another; there is nothing to change.")
    return None


def lowering_has_a_reason(ticket: Any, given: Mapping) -> str | None:
    if given["level"] < ticket.level and not given.get("text"):
        return lazy("Say why the level goes down.")
    return None


def group_crosses_departments(_ticket: Any, given: Mapping) -> str | None:
    if len(given.get("departments", ())) < 2:
        return lazy("A contact group has members from at least two departments.")
    return None


def is_not_waiting(ticket: Any, _given: Mapping) -> str | None:
    return lazy("The ticket is waiting already.") if ticket.waiting else None


def is_waiting(ticket: Any, _given: Mapping) -> str | None:
    return None if ticket.waiting else lazy("The ticket is not waiting.")


def reason_is_named(_ticket: Any, given: Mapping) -> str | None:
    return None if given.get("reason") else lazy("Choose whom or what it waits for.")


def asked_again_ahead(_ticket: Any, given: Mapping) -> str | None:
    """The moment at which to ask again, if the person names one."""
    moment = given.get("ask_on")
    if moment is None:
        return None
    if moment <= given["now"]:
        return lazy("The day to ask again has begun or passed; name one that lies ahead.")
    return _too_far(moment, given)


def satisfaction_is_asked(_ticket: Any, given: Mapping) -> str | None:
    score, text = given.get("score"), given.get("text")
    if score is None:
        return lazy("Ask the customer how satisfied they are and enter the answer.")
    if score <= given["figures"]["unhappy_up_to"] and not text:
        return lazy("Write down why the customer is dissatisfied, or why there was no answer.")
    return None


def case_is_written(_ticket: Any, given: Mapping) -> str | None:
    if not (given.get("cause") and given.get("text")):
        return lazy("Write the case up: what the cause was and what solved it.")
    return None


def is_offered(ticket: Any, _given: Mapping) -> str | None:
    return None if ticket.offered_at else lazy("This enquiry is not on offer any more; somebody has claimed it.")


def is_not_offered(ticket: Any, _given: Mapping) -> str | None:
    return lazy("This enquiry is on offer already.") if ticket.offered_at else None


def giving_back_says_why(ticket: Any, given: Mapping) -> str | None:
    """What nobody has worked on is offered as it is; what was begun goes with a handover."""
    if ticket.stage != "taken":
        return handover_is_written(ticket, given)
    if ticket.owner_id != ticket.clerk_id and not given.get("text"):
        return lazy("Say why you give it back.")
    return None


def another_is_described(ticket: Any, given: Mapping) -> str | None:
    same = all(given.get(name) in (None, "", getattr(ticket, name)) for name in ("rank", "kind", "language"))
    return lazy("Nothing here is another than before; there is nothing to change.") if same else None


GATES = {
    "class_is_named": Gate(class_is_named, "CS-3.1b"),
    "grave_has_a_deadline": Gate(grave_has_a_deadline, "TM-4.5d", figures=("farthest_days",)),
    "reopened_grave_has_a_deadline": Gate(reopened_grave_has_a_deadline, "TM-4.5d", figures=("farthest_days",)),
    "text_is_written": Gate(text_is_written, "CR-4.1"),
    "simple_is_solved_at_once": Gate(simple_is_solved_at_once, "TM-4.5a", of_state=True),
    "first_reply_says_when": Gate(first_reply_says_when, "CS-3.1a", figures=("farthest_days",)),
    "nothing_forbidden_is_said": Gate(nothing_forbidden_is_said, "TM-4.3"),
    "nothing_is_left_open": Gate(nothing_is_left_open, "TM-4.3"),
    "language_is_the_customers": Gate(language_is_the_customers, "CP-15.3"),
    "nobody_is_waited_for": Gate(nobody_is_waited_for, "TM-4.6", of_state=True),
    "complex_has_a_group": Gate(complex_has_a_group, "CR-6.1"),
    "simple_is_not_transferred": Gate(simple_is_not_transferred, "CS-3.1b", of_state=True),
    "handover_is_written": Gate(handover_is_written, "CR-8", figures=("shortest_handover",)),
    "somebody_else_takes_over": Gate(somebody_else_takes_over, "CR-8"),
    "was_transferred": Gate(was_transferred, "CS-3.1c", of_state=True),
    "something_changes": Gate(something_changes, "TM-4.6"),
    "lowering_has_a_reason": Gate(lowering_has_a_reason, "TM-4.6"),
    "is_offered": Gate(is_offered, "TM-4.2e", of_state=True),
    "is_not_offered": Gate(is_not_offered, "TM-4.2e", of_state=True),
    "giving_back_says_why": Gate(giving_back_says_why, "CR-8", figures=("shortest_handover",)),
    "another_is_described": Gate(another_is_described, "CS-3.1b"),
    "group_crosses_departments": Gate(group_crosses_departments, "CR-6.1"),
    "is_not_waiting": Gate(is_not_waiting, "TM-4.6", of_state=True),
    "is_waiting": Gate(is_waiting, "TM-4.6", of_state=True),
    "reason_is_named": Gate(reason_is_named, "TM-4.6"),
    "asked_again_ahead": Gate(asked_again_ahead, "TM-4.6", figures=("farthest_days",)),
    "satisfaction_is_asked": Gate(satisfaction_is_asked, "CS-3.1e", figures=("unhappy_up_to",)),
    "case_is_written": Gate(case_is_written, "TM-4.6"),
}
