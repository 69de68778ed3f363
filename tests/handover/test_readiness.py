"""The checks before service begins: F-25, signed each working day in each region; the supervisor hears of what is missing."""

from datetime import date, datetime, timedelta

import pytest

from portal.clocks.queries import calendar_for
from portal.core import time
from portal.handover import mornings
from portal.handover.jobs import tell_of_unchecked_mornings
from portal.messages.models import Notice
from portal.signing.models import Document
from tests import make

pytestmark = pytest.mark.rule("CR-9.3")
GOOD = dict.fromkeys((f"f_{key}" for key in mornings.CHECKS), "ok")
EIGHT = datetime.fromisoformat("2026-11-26T08:00+01:00")  # a Thursday; Europe opens at nine


def told(person) -> list[str]:
    return [row.text_zh for row in Notice.select().where(Notice.staff == person).order_by(Notice.id)]


def signed(browser, **changes) -> Document:
    page = browser.get("/forms/new/F-25")
    given = {name: page.value_of(name) for name in ("language",)} | GOOD | changes
    assert browser.post("/forms/new/F-25", **given).status == 303
    document = Document.select().order_by(Document.id.desc()).get()
    assert browser.post(f"/forms/{document.number}/freeze").status == 303
    assert browser.post(f"/forms/{document.number}/signature", place="0", password=make.PASSWORD).status == 303
    return Document.get_by_id(document.id)


def test_it_names_the_six_checks_of_the_rule():
    assert len(mornings.CHECKS) == 6


@pytest.mark.parametrize(
    ("moment", "day", "opening"),
    [
        ("2026-11-26T00:30+01:00", date(2026, 11, 26), "2026-11-26T09:00+01:00"),
        ("2026-11-27T04:00+08:00", date(2026, 11, 26), "2026-11-26T09:00+01:00"),  # still Thursday in Europe
        ("2026-11-28T10:00+01:00", date(2026, 11, 28), None),  # a Saturday
        ("2026-12-25T10:00+01:00", date(2026, 12, 25), None),
        ("2026-07-01T10:00+02:00", date(2026, 7, 1), "2026-07-01T09:00+02:00"),  # by summer time
    ],
)
def test_when_a_morning_is_to_be_checked(database, moment, day, opening):
    found = mornings.morning("eu", calendar_for("eu"), datetime.fromisoformat(moment))
    assert (found.day, found.opening) == (day, datetime.fromisoformat(opening) if opening else None)


def test_prefilled_and_signed_it_is_the_mornings_record(browse, cast):
    with time.frozen(EIGHT):
        document = signed(browse(cast.clerk))
    assert document.state == "done" and document.about == "readiness:eu:2026-11-26" and document.region == "eu"
    assert (document.facts["day"], document.facts["opening"]) == ("2026-11-26", "09:00")
    assert told(cast.supervisor) == []


def test_nobody_types_another_day_or_region(browse, cast):
    with time.frozen(EIGHT):
        document = signed(browse(cast.clerk), f_day="2026-11-25", f_region="Somewhere", f_opening="08:00")
    assert (document.facts["day"], document.facts["opening"], document.facts["region"]) == ("2026-11-26", "09:00", "Europe")


def test_a_check_that_is_left_out_is_not_frozen(browse, cast):
    with time.frozen(EIGHT):
        browser = browse(cast.clerk)
        page = browser.get("/forms/new/F-25")
        given = {name: page.value_of(name) for name in ("language",)} | GOOD | {"f_phone": ""}
        assert browser.post("/forms/new/F-25", **given).status == 303
        document = Document.select().order_by(Document.id.desc()).get()
        assert browser.post(f"/forms/{document.number}/freeze").status == 409


def test_what_is_out_of_order_is_told_at_once(browse, cast):
    with time.frozen(EIGHT):
        signed(browse(cast.clerk), f_video="fault", f_network="fault", f_faults="IT wurde gerufen.")
    assert told(cast.supervisor) == ["服务前检查发现故障：视频设备、网络"]


@pytest.mark.parametrize(
    ("minutes", "tells"), [(59, 0), (60, 1), (65, 1), (60 + 12 * 60, 0)], ids=["before", "at", "after", "next night"]
)
def test_the_supervisor_hears_of_a_morning_that_nobody_checked(cast, minutes, tells):
    now = EIGHT + timedelta(minutes=minutes)
    with time.frozen(now):
        tell_of_unchecked_mornings(now=now)
        assert tell_of_unchecked_mornings(now=now) == 0, "once"
    mine = [text for text in told(cast.supervisor) if "服务前检查表还没有签名" in text]
    assert len(mine) == tells


def test_a_checked_morning_and_a_day_off_are_quiet(browse, cast):
    with time.frozen(EIGHT):
        signed(browse(cast.clerk))
    for moment in ("2026-11-26T09:30+01:00", "2026-11-28T10:00+01:00"):
        now = datetime.fromisoformat(moment)
        with time.frozen(now):
            tell_of_unchecked_mornings(now=now)
    assert told(cast.supervisor) == []
