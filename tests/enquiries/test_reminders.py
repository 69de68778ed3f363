"""Waits that ask again by themselves: for the customer after two working days, for an outside party and a colleague after
one; after the last reminder the next person up is told, and the wait goes on."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.access.models import Absence
from portal.enquiries import actions
from portal.messages.models import Notice
from portal.tickets import jobs
from portal.tickets.actions import reminders
from portal.tickets.models import Ticket, Wait
from portal.tickets.queries import one
from tests import make
from tests.make import TUESDAY

HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
THURSDAY_CLOSE = datetime(2026, 11, 26, 17, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 8, tzinfo=UTC)  # 09:00 in Berlin, after two working days
TUESDAY_2 = datetime(2026, 12, 2, 8, tzinfo=UTC)  # the next: Monday and Tuesday are two more, Wednesday 09:00
THIRD = datetime(2026, 12, 7, 8, tzinfo=UTC)  # Thursday, Friday; Monday 09:00
UP = datetime(2026, 12, 10, 8, tzinfo=UTC)

pytestmark = pytest.mark.rule("TM-4.6")


@pytest.fixture
def ticket(cast):
    return make.enquiry(by=cast.clerk, at=TUESDAY)


def wait(ticket, cast, at=TUESDAY, reason="customer", **given):
    return actions.make(ticket, "wait", {"reason": reason, "text": ""} | given, by=cast.clerk, at=at)


def told(person, word="ask again"):
    return [notice.at for notice in Notice.select().where(Notice.staff == person, Notice.text_en.contains(word))]


def asks(ticket):
    return Ticket.get_by_id(ticket.id).ask_at


def test_waiting_for_the_customer_reminds_the_owner_three_times_and_then_the_next_person_up(cast, ticket):
    wait(ticket, cast)
    assert asks(ticket) == FRIDAY
    for moment in (FRIDAY, TUESDAY_2, THIRD):
        assert jobs.remind(now=moment - MINUTE) == 0
        assert jobs.remind(now=moment) == 1
    assert told(cast.clerk) == [FRIDAY, TUESDAY_2, THIRD]
    assert told(cast.supervisor, "asked 3 times") == []
    assert jobs.remind(now=UP) == 1
    assert told(cast.supervisor, "asked 3 times") == [UP]
    assert asks(ticket) is None
    assert jobs.remind(now=UP + 90 * DAY) == 0
    assert Ticket.get_by_id(ticket.id).waiting == "customer", "a wait never ends by itself"


def test_each_reminder_is_an_entry_with_the_text_to_send(cast, ticket):
    wait(ticket, cast)
    for _again in range(3):
        jobs.remind(now=FRIDAY)
    found = [entry for entry in one.timeline(ticket) if entry.kind == "reminded"]
    assert len(found) == 1
    assert ticket.number in found[0].text and ticket.title in found[0].text and "still waiting" in found[0].text


def test_who_reads_chinese_gets_the_chinese_text(cast):
    ticket = wait(make.enquiry(by=cast.clerk, at=TUESDAY, language="zh"), cast)
    assert "您好" in reminders.ready_text(ticket)


def test_reminders_end_with_the_wait(cast, ticket):
    ticket = wait(ticket, cast)
    actions.make(ticket, "resume", {"text": "Serial number 12."}, by=cast.clerk, at=TUESDAY + HOUR)
    assert asks(ticket) is None
    assert jobs.remind(now=UP) == 0 and told(cast.clerk) == []


def test_a_new_wait_begins_its_reminders_anew(cast, ticket):
    ticket = wait(ticket, cast)
    jobs.remind(now=FRIDAY)
    ticket = actions.make(Ticket.get_by_id(ticket.id), "resume", {"text": ""}, by=cast.clerk, at=FRIDAY + HOUR)
    wait(ticket, cast, at=FRIDAY + HOUR)
    assert asks(ticket) == TUESDAY_2
    jobs.remind(now=TUESDAY_2)
    assert [row.asked for row in Wait.select().order_by(Wait.id)] == [1, 1]
    assert len(told(cast.clerk)) == 2


def test_a_moment_that_the_person_names_wins(cast, ticket):
    named = datetime(2026, 12, 5, 11, tzinfo=UTC)  # a Saturday: on Monday 09:00
    wait(ticket, cast, ask_on=named)
    monday = datetime(2026, 12, 7, 8, tzinfo=UTC)
    assert asks(ticket) == monday
    assert jobs.remind(now=monday) == 1
    assert asks(ticket) == datetime(2026, 12, 10, 8, tzinfo=UTC), "and then as usual"


def test_waiting_for_a_colleague_reminds_the_colleague_by_the_hours_of_the_colleague(cast, ticket):
    """A colleague at headquarters: one working day after Tuesday 17:00 there is Wednesday 18:00; told on Thursday 09:00."""
    expert = make.staff("expert", name="高工", roles=["manager"], region="hq", department="technical")
    wait(ticket, cast, reason="colleague", colleague=expert.id)
    thursday = datetime(2026, 11, 26, 1, tzinfo=UTC)
    assert asks(ticket) == thursday
    assert jobs.remind(now=thursday) == 1
    assert told(expert, "王芳 is waiting for you") == [thursday] and told(cast.clerk) == []
    assert asks(ticket) == thursday + 5 * HOUR, "four working hours, lunch left out"


def test_waiting_for_a_colleague_nobody_named_reminds_the_owner(cast, ticket):
    wait(ticket, cast, reason="colleague")
    jobs.remind(now=asks(ticket))
    assert len(told(cast.clerk)) == 1


def test_the_owner_of_then_is_reminded_and_in_hours_of_their_own(cast, ticket):
    """Handed to headquarters while it waits: Friday 09:00 in Berlin is 16:00 there, and is within their hours."""
    expert = make.staff("expert", name="高工", roles=["manager"], region="hq", department="technical")
    ticket = wait(ticket, cast)
    handover = {"to": expert.id, "text": "Needs the production plan of the pump."}
    actions.make(ticket, "transfer", handover, by=cast.clerk, at=TUESDAY + HOUR)
    assert jobs.remind(now=FRIDAY) == 1
    assert told(expert) == [FRIDAY] and told(cast.clerk) == []


def test_a_reminder_that_would_come_outside_the_hours_of_the_new_owner_waits_for_them(cast, ticket):
    agent = make.staff("agent.us2", name="何", roles=["manager"], region="us")
    ticket = wait(ticket, cast)
    handover = {"to": agent.id, "text": "Needs the production plan of the pump."}
    actions.make(ticket, "transfer", handover, by=cast.clerk, at=TUESDAY + HOUR)
    assert jobs.remind(now=FRIDAY) == 0
    assert asks(ticket) == FRIDAY + 6 * HOUR, "09:00 in New York"


def test_who_stands_in_for_the_owner_is_reminded(cast, ticket):
    wait(ticket, cast)
    Absence.create(
        staff=cast.clerk, deputy=cast.colleague, first_day=date(2026, 11, 23), last_day=date(2026, 11, 30), reason="",
        recorded_at=TUESDAY, recorded_by="agent.eu",
    )  # fmt: skip
    jobs.remind(now=FRIDAY)
    assert told(cast.colleague) == [FRIDAY] and told(cast.clerk) == []


def test_a_reminder_that_fails_stands_back_and_holds_nobody_up(cast, ticket, monkeypatch):
    wait(ticket, cast)
    other = wait(make.enquiry(by=cast.clerk, at=TUESDAY), cast)
    real = reminders.remind

    def failing(found, *, at):
        if found.id == ticket.id:
            raise RuntimeError("no")
        return real(found, at=at)

    monkeypatch.setattr(reminders, "remind", failing)
    assert jobs.remind(now=FRIDAY) == 1
    assert asks(ticket) == FRIDAY + timedelta(minutes=15)
    assert asks(other) == TUESDAY_2


def test_the_ticket_and_the_list_say_when_somebody_asks_again(browse, cast, ticket):
    wait(ticket, cast)
    page = browse(cast.clerk, language="en").get(f"/enquiries/{ticket.number}")
    assert "Waiting for the customer" in page.text_of("main") and "2026-11-27 09:00" in page.text_of("main")
    assert "Ask again 11-27 09:00" in browse(cast.clerk, language="en").get("/tickets?state=waiting").text_of("main")


def test_the_ready_text_is_one_step_from_the_reply(browse, cast, ticket):
    wait(ticket, cast)
    page = browse(cast.clerk, language="en").get(f"/enquiries/{ticket.number}?do=reply&ready=1")
    assert f"our number {ticket.number}" in page.text_of("#move-reply textarea")


def test_a_wait_is_begun_on_its_form(browse, cast, ticket):
    given = {"reason": "colleague", "colleague": str(cast.engineer.id), "ask_on": "2027-06-01T09:00", "text": "", "seen": "0"}
    reply = browse(cast.clerk).post(f"/enquiries/{ticket.number}/moves/wait", **given)
    assert reply.status == 303
    begun = Wait.get()
    assert (begun.colleague, begun.ask_on) == (cast.engineer, datetime(2027, 6, 1, 7, tzinfo=UTC))


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [("colleague", "999999", 422), ("colleague", "x", 422), ("ask_on", "soon", 422), ("ask_on", "2020-01-01T09:00", 409)],
)
def test_what_makes_no_sense_on_the_form_is_said(browse, cast, ticket, field, value, status):
    given = {"reason": "colleague", "colleague": "0", "ask_on": "", "text": "", "seen": "0"} | {field: value}
    reply = browse(cast.clerk).post(f"/enquiries/{ticket.number}/moves/wait", **given)
    assert reply.status == status and Wait.select().count() == 0
