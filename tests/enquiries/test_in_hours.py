"""People are told within their own hours, whatever the hour at which the portal notices (zammad#4432)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.clocks.models import Miss, Stopwatch
from portal.core.time import frozen
from portal.enquiries import actions
from portal.messages import queries as notices
from portal.messages.models import Notice
from portal.tickets import jobs
from tests import make
from tests.make import TUESDAY

HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
FRIDAY = datetime(2026, 11, 27, 8, tzinfo=UTC)  # 09:00 in Berlin: 24 hours of level 2 end on Saturday 09:00
SATURDAY = FRIDAY + DAY


def told(person, word):
    return [notice.at for notice in Notice.select().where(Notice.staff == person, Notice.text_en.contains(word))]


@pytest.fixture
def ticket(cast):
    """Answered for the first time; the solution is due on Saturday, and ripe for a warning on Saturday 03:00."""
    made = make.enquiry(by=cast.clerk, at=FRIDAY)
    return actions.make(made, "reply", {"text": "Soon.", "promised_at": FRIDAY + 9 * DAY}, by=cast.clerk, at=FRIDAY)


def warned_of_solution(person):
    return told(person, "Solution is due soon")


def test_zammad_4432_a_warning_of_saturday_comes_on_friday_before_closing(cast, ticket):
    half_past_five = FRIDAY + 8 * HOUR + 30 * MINUTE
    jobs.warn(now=half_past_five - MINUTE)
    assert warned_of_solution(cast.clerk) == []
    jobs.warn(now=half_past_five)
    assert warned_of_solution(cast.clerk) == [half_past_five]


def test_zammad_4432_nothing_is_told_on_the_weekend_itself(cast, ticket):
    for hour in range(15, 72):
        jobs.warn(now=FRIDAY + hour * HOUR)
        jobs.mark_misses(now=FRIDAY + hour * HOUR)
    moments = [notice.at for notice in Notice.select().where(Notice.at >= FRIDAY + 15 * HOUR)]
    assert moments and min(moments) == FRIDAY + 3 * DAY, "Monday 09:00"


def test_a_miss_is_recorded_at_its_moment_and_told_when_each_begins_to_work(cast, ticket):
    jobs.mark_misses(now=SATURDAY + MINUTE)
    assert Miss.get().at == SATURDAY + MINUTE
    monday = FRIDAY + 3 * DAY
    assert told(cast.clerk, "late") == told(cast.supervisor, "late") == [monday]


def test_the_manager_of_headquarters_is_told_by_the_clock_of_shanghai(cast):
    grave = make.enquiry(by=cast.clerk, at=TUESDAY, level=4, deadline_at=TUESDAY + 9 * DAY)
    jobs.mark_misses(now=TUESDAY + 2 * HOUR)  # 19:00 in Shanghai
    assert told(cast.manager, f"{grave.number}: First answer is late") == [TUESDAY + 16 * HOUR]  # Wednesday 09:00


def test_a_make_up_workday_of_china_is_one_of_the_hours_of_headquarters(cast):
    saturday = datetime(2026, 10, 9, 18, tzinfo=UTC)  # Friday 9 October; Saturday the 10th is worked
    make.enquiry(by=cast.manager, at=saturday - 25 * HOUR)
    make.staff("operations", name="郑总", roles=["operations"], region="hq")
    jobs.mark_misses(now=saturday)
    assert set(told(cast.manager, "late")) == {datetime(2026, 10, 10, 1, tzinfo=UTC)}


def test_what_is_urgent_is_told_at_once(cast):
    made = make.enquiry(by=cast.clerk, at=FRIDAY, urgency="urgent")
    actions.make(made, "reply", {"text": "Soon.", "promised_at": FRIDAY + 9 * DAY}, by=cast.clerk, at=FRIDAY)
    jobs.warn(now=SATURDAY - 6 * HOUR)
    jobs.mark_misses(now=SATURDAY + MINUTE)
    assert warned_of_solution(cast.clerk) == [SATURDAY - 6 * HOUR]
    assert told(cast.clerk, "late") == told(cast.supervisor, "late") == [SATURDAY + MINUTE]


def test_a_notice_is_not_there_before_its_moment(browse, cast, ticket):
    with frozen(SATURDAY + MINUTE):
        jobs.mark_misses(now=SATURDAY + MINUTE)
        assert notices.bell(cast.supervisor) == ""
        assert "late" not in browse(cast.supervisor, language="en").get("/notices").text_of("main")
    with frozen(FRIDAY + 3 * DAY):
        assert notices.bell(cast.supervisor) == "1"
        assert "late" in browse(cast.supervisor, language="en").get("/notices").text_of("main")


def test_a_new_owner_is_warned_in_hours_of_their_own(cast, ticket):
    """An engineer of headquarters closes at 18:00 in Shanghai, 10:00 UTC."""
    expert = make.staff("expert", name="高工", roles=["manager"], region="hq", department="technical")
    handover = {"to": expert.id, "text": "Needs the production plan of the pump."}
    actions.make(ticket, "transfer", handover, by=cast.clerk, at=FRIDAY + MINUTE)
    limit = Stopwatch.get(Stopwatch.subject == str(ticket), Stopwatch.key == "level")
    assert limit.tell_at == datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


def test_a_second_warning_after_a_wait_is_told_too(cast):
    """The first is for the moment of then; waiting moves it, and its warning comes again."""
    made = make.enquiry(by=cast.clerk, at=TUESDAY)
    made = actions.make(made, "reply", {"text": "Soon.", "promised_at": TUESDAY + 9 * DAY}, by=cast.clerk, at=TUESDAY)
    warned = TUESDAY + 23 * HOUR
    jobs.warn(now=warned)
    made = actions.make(made, "wait", {"reason": "customer", "text": ""}, by=cast.clerk, at=warned)
    actions.make(made, "resume", {"text": ""}, by=cast.clerk, at=warned + 9 * HOUR)
    jobs.warn(now=warned + 9 * HOUR + MINUTE)
    assert len(warned_of_solution(cast.clerk)) == 1, "three quarters were used before the wait already"
    made = actions.make(made, "wait", {"reason": "customer", "text": ""}, by=cast.clerk, at=warned + 9 * HOUR)
    assert date(2026, 11, 26) == (warned + 33 * HOUR).date()
