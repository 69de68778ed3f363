"""Each gate of the enquiry procedure: what it lets through and what it refuses, by hand from the rulebook."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from portal.enquiries.procedure import ENQUIRY
from portal.enquiries.rules import GATES
from portal.knowledge.rules.wording import BLOCK, WARN, Forbidden, Hit, signature

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER, EARLIER = NOW + timedelta(days=3), NOW - timedelta(minutes=1)
BLOCKED = Hit(0, 9, Forbidden(1, "risk free", BLOCK, "risk-free", ""))
WARNED = Hit(10, 20, Forbidden(2, "we promise", WARN, "we promise", ""))
OTHER = Hit(30, 42, Forbidden(3, "we guarantee", WARN, "we guarantee", ""))
GERMAN = "Die Pumpe ist da und wird am Montag mit der Post an Sie verschickt."
ENGLISH = "The pump has arrived and will be sent to you on Monday by the usual carrier."
HANDOVER = "Customer asks for the delivery date; stock is checked; production plan needed."


def ticket(**changes):
    known = {"stage": "taken", "level": 2, "subject": "product", "promised_at": None, "waiting": None, "offered_at": None}
    known |= {"rank": 1, "kind": "business", "language": "de"}
    return SimpleNamespace(**known | {"owner_id": 1, "clerk_id": 1} | changes)


CASES = [
    # gate, rule, ticket, given, refused?
    ("class_is_named", "CS-3.1b", {}, {"subject": "order"}, False),
    ("class_is_named", "CS-3.1b", {}, {"subject": "weather"}, True),
    ("class_is_named", "CS-3.1b", {}, {}, True),
    ("grave_has_a_deadline", "TM-4.5d", {}, {"level": 4, "deadline_at": LATER}, False),
    ("grave_has_a_deadline", "TM-4.5d", {}, {"level": 4}, True),
    ("grave_has_a_deadline", "TM-4.5d", {}, {"level": 4, "deadline_at": EARLIER}, True),
    ("grave_has_a_deadline", "TM-4.5d", {}, {"level": 4, "deadline_at": NOW + timedelta(days=400)}, True),
    ("grave_has_a_deadline", "TM-4.5d", {}, {"level": 3}, False),
    ("reopened_grave_has_a_deadline", "TM-4.5d", {"level": 4}, {}, True),
    ("reopened_grave_has_a_deadline", "TM-4.5d", {"level": 4}, {"deadline_at": LATER}, False),
    ("reopened_grave_has_a_deadline", "TM-4.5d", {"level": 2}, {}, False),
    ("text_is_written", "CR-4.1", {}, {"text": "Done."}, False),
    ("text_is_written", "CR-4.1", {}, {"text": ""}, True),
    ("simple_is_solved_at_once", "TM-4.5a", {"level": 1}, {}, True),
    ("simple_is_solved_at_once", "TM-4.5a", {"level": 2}, {}, False),
    ("first_reply_says_when", "CS-3.1a", {}, {}, True),
    ("first_reply_says_when", "CS-3.1a", {}, {"promised_at": LATER}, False),
    ("first_reply_says_when", "CS-3.1a", {}, {"promised_at": EARLIER}, True),
    ("first_reply_says_when", "CS-3.1a", {"promised_at": EARLIER}, {}, False),
    ("first_reply_says_when", "CS-3.1a", {}, {"promised_at": NOW + timedelta(days=400)}, True),
    ("nothing_forbidden_is_said", "TM-4.3", {}, {"text": "Guten Tag"}, False),
    ("nothing_forbidden_is_said", "TM-4.3", {}, {"said": [BLOCKED]}, True),
    ("nothing_forbidden_is_said", "TM-4.3", {}, {"said": [BLOCKED], "wording": signature([BLOCKED])}, True),
    ("nothing_forbidden_is_said", "TM-4.3", {}, {"said": [WARNED]}, True),
    ("nothing_forbidden_is_said", "TM-4.3", {}, {"said": [WARNED], "wording": signature([WARNED])}, False),
    ("nothing_forbidden_is_said", "TM-4.3", {}, {"said": [WARNED, OTHER], "wording": signature([WARNED])}, True),
    ("nothing_forbidden_is_said", "TM-4.3", {}, {"said": [WARNED, BLOCKED], "wording": signature([WARNED])}, True),
    ("nothing_is_left_open", "TM-4.3", {}, {"text": "Sie hören bis {promised} von uns."}, True),
    ("nothing_is_left_open", "TM-4.3", {}, {"text": "Sie hören bis { today } von uns."}, True),
    ("nothing_is_left_open", "TM-4.3", {}, {"text": "Die Menge {1, 2} und {irgendwas} bleiben."}, False),
    ("language_is_the_customers", "CP-15.3", {"language": "de"}, {"text": GERMAN}, False),
    ("language_is_the_customers", "CP-15.3", {"language": "de"}, {"text": ENGLISH}, True),
    ("language_is_the_customers", "CP-15.3", {"language": "en"}, {"text": ENGLISH}, False),
    ("language_is_the_customers", "CP-15.3", {"language": "de"}, {"text": ENGLISH, "in_language": "vereinbart"}, False),
    ("language_is_the_customers", "CP-15.3", {"language": "de"}, {"text": "Thank you."}, False),
    ("nobody_is_waited_for", "TM-4.6", {"waiting": "customer"}, {}, True),
    ("nobody_is_waited_for", "TM-4.6", {}, {}, False),
    ("complex_has_a_group", "CR-6.1", {"level": 3}, {"group": frozenset()}, True),
    ("complex_has_a_group", "CR-6.1", {"level": 3}, {"group": frozenset({"service"})}, True),
    ("complex_has_a_group", "CR-6.1", {"level": 3}, {"group": frozenset({"service", "technical"})}, False),
    ("complex_has_a_group", "CR-6.1", {"level": 2}, {"group": frozenset()}, False),
    ("simple_is_not_transferred", "CS-3.1b", {"level": 1}, {}, True),
    ("simple_is_not_transferred", "CS-3.1b", {"level": 2}, {}, False),
    ("handover_is_written", "CR-8", {}, {"text": HANDOVER}, False),
    ("handover_is_written", "CR-8", {}, {"text": "see above"}, True),
    ("handover_is_written", "CR-8", {}, {}, True),
    ("somebody_else_takes_over", "CR-8", {}, {"to": 2}, False),
    ("somebody_else_takes_over", "CR-8", {}, {"to": 1}, True),
    ("somebody_else_takes_over", "CR-8", {}, {}, True),
    ("was_transferred", "CS-3.1c", {}, {}, True),
    ("was_transferred", "CS-3.1c", {"owner_id": 2}, {}, False),
    ("lowering_has_a_reason", "TM-4.6", {"level": 3}, {"level": 2}, True),
    ("lowering_has_a_reason", "TM-4.6", {"level": 3}, {"level": 2, "text": "One product only."}, False),
    ("lowering_has_a_reason", "TM-4.6", {"level": 2}, {"level": 3}, False),
    ("something_changes", "TM-4.6", {}, {"level": 2, "subject": "product"}, True),
    ("something_changes", "TM-4.6", {}, {"level": 3, "subject": "product"}, False),
    ("something_changes", "TM-4.6", {}, {"level": 2, "subject": "order"}, False),
    ("something_changes", "TM-4.6", {"level": 4}, {"level": 4, "subject": "product", "deadline_at": LATER}, False),
    ("is_offered", "TM-4.2e", {}, {}, True),
    ("is_offered", "TM-4.2e", {"offered_at": EARLIER}, {}, False),
    ("is_not_offered", "TM-4.2e", {}, {}, False),
    ("is_not_offered", "TM-4.2e", {"offered_at": EARLIER}, {}, True),
    ("giving_back_says_why", "CR-8", {}, {}, False),
    ("giving_back_says_why", "CR-8", {"owner_id": 2}, {}, True),
    ("giving_back_says_why", "CR-8", {"owner_id": 2}, {"text": "I am ill."}, False),
    ("giving_back_says_why", "CR-8", {"stage": "treating"}, {"text": "I am ill."}, True),
    ("giving_back_says_why", "CR-8", {"stage": "treating"}, {"text": HANDOVER}, False),
    ("another_is_described", "CS-3.1b", {}, {"rank": 1, "kind": "business", "language": "de"}, True),
    ("another_is_described", "CS-3.1b", {}, {}, True),
    ("another_is_described", "CS-3.1b", {}, {"rank": 0}, False),
    ("another_is_described", "CS-3.1b", {}, {"kind": "proposal"}, False),
    ("another_is_described", "CS-3.1b", {}, {"language": "fr"}, False),
    ("group_crosses_departments", "CR-6.1", {}, {"departments": {"service"}}, True),
    ("group_crosses_departments", "CR-6.1", {}, {"departments": {"service", "legal"}}, False),
    ("is_not_waiting", "TM-4.6", {"waiting": "customer"}, {}, True),
    ("is_not_waiting", "TM-4.6", {}, {}, False),
    ("is_waiting", "TM-4.6", {}, {}, True),
    ("is_waiting", "TM-4.6", {"waiting": "customer"}, {}, False),
    ("reason_is_named", "TM-4.6", {}, {}, True),
    ("reason_is_named", "TM-4.6", {}, {"reason": "customer"}, False),
    ("asked_again_ahead", "TM-4.6", {}, {}, False),
    ("asked_again_ahead", "TM-4.6", {}, {"ask_on": LATER}, False),
    ("asked_again_ahead", "TM-4.6", {}, {"ask_on": EARLIER}, True),
    ("asked_again_ahead", "TM-4.6", {}, {"ask_on": NOW + timedelta(days=400)}, True),
    ("satisfaction_is_asked", "CS-3.1e", {}, {}, True),
    ("satisfaction_is_asked", "CS-3.1e", {}, {"score": 5}, False),
    ("satisfaction_is_asked", "CS-3.1e", {}, {"score": 2}, True),
    ("satisfaction_is_asked", "CS-3.1e", {}, {"score": 2, "text": "Too slow."}, False),
    ("satisfaction_is_asked", "CS-3.1e", {}, {"score": 0}, True),
    ("case_is_written", "TM-4.6", {}, {"text": "Sent the plan."}, True),
    ("case_is_written", "TM-4.6", {}, {"text": "Sent the plan.", "cause": "Plan not on the website."}, False),
]


@pytest.mark.rule("CS-3.1a", "CS-3.1b", "CS-3.1c", "CS-3.1e", "CR-4.1", "CR-6.1", "CR-8", "TM-4.5a", "TM-4.5d", "TM-4.6")
@pytest.mark.parametrize(("gate", "rule", "state", "given", "refused"), CASES)
def test_gate(gate, rule, state, given, refused):
    reason = GATES[gate].check(ticket(**state), {"now": NOW, "figures": ENQUIRY.figures} | given)
    assert bool(reason) == refused
    assert GATES[gate].rule == rule


def test_every_gate_is_tried_and_used():
    assert {case[0] for case in CASES} == set(GATES)
    assert {gate for move in ENQUIRY.moves.values() for gate in move.gates} == set(GATES)


@pytest.mark.rule("CR-4.1")
def test_every_word_to_the_customer_and_every_note_is_written():
    written = {key for key, move in ENQUIRY.moves.items() if "text_is_written" in move.gates}
    assert written == {"reply", "incoming", "answer", "note", "solve", "meeting", "reopen"}


@pytest.mark.rule("CR-4.1")
def test_the_loop_has_its_four_steps_and_none_can_be_skipped():
    order = ["taken", "answered", "followed", "archived"]
    assert [stage for stage in ENQUIRY.stages if stage != "treating"] == order
    into = {stage: {start for move in ENQUIRY.moves.values() if move.to == stage for start in move.from_} for stage in order}
    assert into == {"taken": set(), "answered": {"taken", "treating"}, "followed": {"answered"}, "archived": {"followed"}}


@pytest.mark.rule("TM-4.6")
def test_the_problem_flow_is_all_there():
    moves = ENQUIRY.moves
    assert "class_is_named" in moves["take"].gates and "text_is_written" in moves["answer"].gates
    assert moves["follow"].gates == ("satisfaction_is_asked",) and moves["archive"].gates == ("case_is_written",)


@pytest.mark.rule("CR-10", "TM-4.2a", "TM-4.2b", "TM-4.2c", "TM-4.2d", "CS-3.1a")
@pytest.mark.parametrize(
    ("channel", "rules"),
    [
        ("phone", {"TM-4.2a", "CS-3.1a"}),
        ("chat", {"TM-4.2b", "CS-3.1a"}),
        ("email", {"TM-4.2c", "CS-3.1a"}),
        ("social", {"TM-4.2d", "CS-3.1a"}),
        ("online", {"CS-3.1a"}),
        ("video", {"CS-3.1a"}),
        ("visit", {"CS-3.1a"}),
    ],
)
def test_each_channel_has_its_own_limit(channel, rules):
    assert set(ENQUIRY.stopwatches["first-response"].rules_for(ticket(channel=channel))) == rules


@pytest.mark.rule("TM-4.5a", "TM-4.5b", "TM-4.5c", "TM-4.5d")
@pytest.mark.parametrize(("level", "rule"), [(1, "TM-4.5a"), (2, "TM-4.5b"), (3, "TM-4.5c"), (4, "TM-4.5d")])
def test_each_level_has_its_own_limit(level, rule):
    assert ENQUIRY.stopwatches["level"].rules_for(ticket(level=level)) == (rule,)
