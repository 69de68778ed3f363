"""Which calendar a customer's clocks count on, and the public holidays of each country as its government named them."""

from datetime import UTC, datetime

import pytest

from portal.clocks import almanac, queries, shipped
from portal.clocks.models import Stopwatch
from tests import make
from tests.clocks.calendars import TODAY

# The dates of 2026 by heart, not from the library; those that lie on a weekend as well.
WHOLE = {
    "DE": "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26",
    "GB": "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28",
    "FR": "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25",
    "US": "01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25",
    "BR": "01-01 04-03 04-21 05-01 09-07 10-12 11-02 11-15 11-20 12-25",
    "SG": "01-01 02-17 02-18 03-21 04-03 05-01 05-27 05-31 06-01 08-09 08-10 11-08 11-09 12-25",
    "ID": "01-01 01-16 02-17 03-19 03-21 03-22 04-03 04-05 05-01 05-14 05-27 05-31 06-01 06-16 08-17 08-25 12-25",
    "JP": "01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23",
}
# Where the government adds days in the year itself: what is certain.
CERTAIN = {
    "CN": "01-01 02-16 02-17 02-18 02-19 04-05 05-01 05-02 06-19 09-25 10-01 10-02 10-03",
    "TH": "01-01 04-06 04-13 04-14 04-15 05-01 05-04 06-01 06-03 07-28 08-12 10-13 10-23 12-07 12-10 12-31",
    "SA": "02-22 03-20 05-26 05-27 09-23",
    "AE": "01-01 03-20 05-26 05-27 05-28 12-02 12-03",
    "KR": "01-01 02-16 02-17 02-18 03-02 05-05 05-25 08-17 09-24 09-25 10-05 10-09 12-25",
}
CODES = {facts["country"]: facts["code"] for facts in almanac.table()["calendar"] if "country" in facts}


def days_off(country):
    days = shipped.shipped(CODES[country], today=TODAY).days
    return {f"{day:%m-%d}" for day, value in days.items() if day.year == 2026 and value.kind == "off"}


def test_every_country_the_company_asked_for_has_a_calendar():
    assert set(CODES) == {*WHOLE, *CERTAIN}


@pytest.mark.parametrize("country", WHOLE)
def test_the_public_holidays_of_2026_are_these(country):
    assert days_off(country) == set(WHOLE[country].split())


@pytest.mark.parametrize("country", CERTAIN)
def test_these_days_of_2026_are_off(country):
    assert set(CERTAIN[country].split()) <= days_off(country)


@pytest.mark.parametrize(("country", "code"), CODES.items())
def test_a_country_with_a_calendar_counts_on_it(database, country, code):
    assert queries.calendar_code_for(country, "eu") == code
    assert queries.calendar_row(code).country == country


def test_a_country_without_one_counts_on_that_of_its_region(database):
    assert queries.calendar_code_for("PT", "eu") == "eu"
    assert queries.calendar_code_for("TW", "hq") == "hq"


@pytest.mark.rule("CP-15.1")
@pytest.mark.parametrize(
    ("country", "start", "calendar", "due"),
    [
        ("GB", "2026-08-31T10:00+01:00", "gb", "2026-09-01T10:00+01:00"),  # Summer Bank Holiday
        ("FR", "2026-07-14T10:00+02:00", "fr", "2026-07-15T10:00+02:00"),
        ("PT", "2026-07-14T10:00+02:00", "eu", "2026-07-14T11:00+02:00"),
    ],
)
def test_the_first_answer_to_a_customer_is_due_by_the_calendar_of_the_country(cast, country, start, calendar, due):
    at = datetime.fromisoformat(start).astimezone(UTC)
    ticket = make.enquiry(by=cast.clerk, at=at, customer=make.customer(country=country), channel="online")
    stopwatch = Stopwatch.get(Stopwatch.subject == str(ticket), Stopwatch.key == "first-response")
    assert (stopwatch.calendar, stopwatch.due) == (calendar, datetime.fromisoformat(due))
