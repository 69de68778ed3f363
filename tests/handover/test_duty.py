"""Duty: the exchange's hours, desks manned before they open, reliefs that do not come, and what is arranged meanwhile."""

from datetime import date, datetime, timedelta
from datetime import time as clock

import pytest

from portal.access.models import Session
from portal.clocks.queries import calendar_for
from portal.core import time
from portal.handover import trading
from portal.handover.jobs import fill_gaps, note_empty_desks, note_late_relief
from portal.handover.models import Gap
from portal.messages.models import Notice
from tests import make
from tests.handover.conftest import CHANGE

HOURS = [(clock(9, 30), clock(11, 30)), (clock(13), clock(15))]
EIGHT = datetime.fromisoformat("2026-11-26T08:00+01:00")  # a Thursday; Europe opens at nine


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def told(person) -> list[str]:
    return [row.text_zh for row in Notice.select().where(Notice.staff == person).order_by(Notice.id)]


@pytest.fixture
def nobody(cast):
    """Nobody has used the portal yet."""
    Session.delete().execute()


@pytest.mark.rule("DM-H8")
@pytest.mark.parametrize(
    ("moment", "is_open", "session"),
    [
        ("2026-11-26T09:29", False, ("2026-11-26T09:30", "2026-11-26T11:30")),
        ("2026-11-26T09:30", True, ("2026-11-26T09:30", "2026-11-26T11:30")),
        ("2026-11-26T11:30", False, ("2026-11-26T13:00", "2026-11-26T15:00")),
        ("2026-11-26T14:59", True, ("2026-11-26T13:00", "2026-11-26T15:00")),
        ("2026-11-27T15:00", False, ("2026-11-30T09:30", "2026-11-30T11:30")),  # over the weekend
        ("2026-09-30T15:00", False, ("2026-10-08T09:30", "2026-10-08T11:30")),  # over the national holidays
        ("2026-10-10T10:00", False, ("2026-10-12T09:30", "2026-10-12T11:30")),  # a make-up Saturday: offices work
    ],
)
def test_the_sessions_of_the_exchange(database, moment, is_open, session):
    found = trading.trading(calendar_for("hq"), HOURS, beijing(moment))
    assert found.is_open is is_open
    assert (found.session.start, found.session.end) == tuple(map(beijing, session))


@pytest.mark.rule("DM-H8")
def test_the_hours_are_those_of_the_regulation(database):
    from portal.handover import watching

    hours = watching.hours(watching.TRADING, EIGHT)
    assert hours == HOURS
    assert watching.hours(watching.OFFICE, EIGHT) == [(clock(9), clock(11, 30)), (clock(13), clock(15, 30))]


@pytest.mark.rule("DM-H8")
def test_the_desk_of_headquarters_is_manned_half_an_hour_before_the_exchange_opens(database):
    calendar, day = calendar_for("hq"), date(2026, 11, 26)
    found = trading.watch("hq", day, trading.sessions(calendar, day, HOURS), 30)
    assert (found.due_at, found.opens_at) == (beijing("2026-11-26T09:00"), beijing("2026-11-26T09:30"))
    assert trading.watch("hq", day, trading.sessions(calendar, date(2026, 10, 1), HOURS), 30) is None


@pytest.mark.rule("DM-H8")
@pytest.mark.parametrize(("minutes", "noted"), [(29, 0), (30, 1), (90, 1), (60 * 11, 0)], ids=["before", "due", "open", "shut"])
def test_an_empty_desk_is_noted_and_told(cast, nobody, minutes, noted):
    now = EIGHT + timedelta(minutes=minutes)
    with time.frozen(now):
        note_empty_desks(now=now)
        assert note_empty_desks(now=now) == 0, "once"
    mine = Gap.select().where(Gap.region == "eu")
    assert mine.count() == noted
    assert told(cast.supervisor) == ["欧洲开始服务前无人到岗"] * noted
    if noted:
        assert mine.get().due_at == EIGHT + timedelta(minutes=30)


@pytest.mark.rule("DM-H8")
def test_a_manned_desk_and_a_day_off_are_quiet(browse, cast, nobody):
    with time.frozen(EIGHT):
        browse(cast.colleague).get("/")
    for moment in (EIGHT + timedelta(minutes=40), datetime.fromisoformat("2026-11-28T09:30+01:00")):
        with time.frozen(moment):
            note_empty_desks(now=moment)
    assert Gap.select().where(Gap.region == "eu").count() == 0


@pytest.mark.rule("DM-H6")
def test_late_relief_is_noted_told_and_seen_to_come(browse, cast, shifts, nobody):
    before = CHANGE - timedelta(minutes=1)
    with time.frozen(before):
        browse(cast.clerk).get("/")
        note_late_relief(now=before)
    assert Gap.select().where(Gap.post == "relief", Gap.staff == cast.colleague).count() == 0, "the shift has not begun"
    with time.frozen(CHANGE):
        note_late_relief(now=CHANGE)
        assert note_late_relief(now=CHANGE) == 0, "once"
    gap = Gap.get(Gap.post == "relief", Gap.staff == cast.colleague)
    assert gap.due_at == CHANGE and "李娜（晚班）未按时到岗" in told(cast.supervisor)
    later = CHANGE + timedelta(minutes=20)
    with time.frozen(later):
        fill_gaps(now=later)
        assert Gap.get_by_id(gap.id).came_at is None
        browse(cast.colleague).get("/")
        fill_gaps(now=later)
    assert (Gap.get_by_id(gap.id).came_at, Gap.get_by_id(gap.id).came) == (later, cast.colleague)


@pytest.mark.rule("DM-H6")
def test_whoever_is_on_leave_is_not_late_but_the_deputy_is(cast, shifts, nobody):
    from portal.access.actions import enter_absence

    with time.frozen(CHANGE):
        day = CHANGE.date()
        enter_absence(cast.colleague, first_day=day, last_day=day, deputy=cast.senior, by=cast.supervisor)
        note_late_relief(now=CHANGE)
    assert {gap.staff.username for gap in Gap.select().where(Gap.post == "relief")} == {"senior.eu"}


@pytest.mark.rule("DM-H6")
def test_a_temporary_arrangement_is_recorded_and_told(browse, cast, shifts, nobody):
    with time.frozen(CHANGE):
        note_late_relief(now=CHANGE)
    gap = Gap.get(Gap.staff == cast.colleague)
    url = f"/handovers/duty/{gap.id}/arrangement"
    boss = browse(cast.supervisor)
    assert boss.get(url).status == 200
    assert boss.post(url, stand_in=str(cast.senior.id), text="").status == 422
    assert boss.post(url, stand_in=str(cast.senior.id), text="张伟顶岗至十六点。").status == 303
    row = Gap.get_by_id(gap.id)
    assert (row.stand_in, row.arrangement, row.arranged_by) == (cast.senior, "张伟顶岗至十六点。", cast.supervisor)
    assert told(cast.senior) == ["请临时顶岗：张伟顶岗至十六点。"]
    assert "张伟顶岗至十六点。" in browse(cast.clerk).get("/handovers/duty").text_of("#gaps")
    assert boss.post(url, stand_in=str(cast.stranger.id), text="x").status == 422
    assert browse(cast.clerk).post(url, stand_in="", text="x").status == 403
    other = make.staff("supervisor.us", roles=["supervisor"], region="us")
    assert browse(other).get(url).status == 404


@pytest.mark.rule("DM-H8")
@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-26T10:00", "trading until 11:30"),
        ("2026-11-26T12:00", "shut opens 2026-11-26 13:00"),
        ("2026-11-28T12:00", "shut opens 2026-11-30 09:30"),
    ],
)
def test_the_page_says_how_the_exchange_stands(browse, cast, moment, said):
    with time.frozen(beijing(moment)):
        page = browse(cast.clerk).get("/handovers/duty")
        assert said in page.text_of(".trading")
        assert said in browse(cast.clerk).get("/handovers").text_of(".trading")
        trades = "none" if "28" in moment else "09:30–11:30, 13:00–15:00"
        assert f"Trading today {trades}" in page.text_of(".trading").replace("Trading today", "Trading today ").replace("  ", " ")


def test_who_may_see_it(browse, cast):
    assert browse(cast.admin).get("/handovers/duty").status == 403
    page = browse(cast.supervisor).get("/handovers/duty")
    assert next(row.get_text() for row in page.soup.select("section tbody tr th")).startswith("Europe")
    assert len(page.soup.select("section[aria-labelledby=desks-title] tbody tr")) == 1, "the own region's"
    assert "到岗" in browse(cast.clerk, language="zh").get("/handovers/duty").text
