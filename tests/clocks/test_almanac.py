"""Known answers about real calendars: a library that is plausible and wrong shows here."""

from datetime import date

import pytest

from portal.clocks import almanac
from portal.clocks.calendar import Day
from tests.clocks.calendars import TODAY

ALMANACS = sorted({facts["almanac"] for facts in almanac.table()["calendar"]})


def days_of(name, year, kind):
    found = almanac.year_of(name, year, today=TODAY).days
    return sorted(f"{day:%m-%d}" for day, value in found.items() if value.kind == kind)


def name_of(name, *day):
    value = almanac.year_of(name, day[0], today=TODAY).days[date(*day)]
    return value.name_zh, value.name_en


def test_the_make_up_workdays_of_china_in_2026():
    assert days_of("china", 2026, "working") == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def test_the_make_up_workdays_of_china_in_2025():
    assert days_of("china", 2025, "working") == ["01-26", "02-08", "04-27", "09-28", "10-11"]


def test_spring_festival_and_national_day_of_china_in_2026():
    off = days_of("china", 2026, "off")
    assert [day for day in off if day.startswith("02")] == [f"02-{day}" for day in range(15, 24)]
    assert [day for day in off if day.startswith("10")] == [f"10-0{day}" for day in range(1, 8)]
    assert name_of("china", 2026, 2, 14) == ("春节调休上班", "Make-up workday for Spring Festival")


def test_of_china_in_2027_only_what_the_law_fixes_is_known():
    year = almanac.year_of("china", 2027, today=TODAY)
    assert year.state == "not announced"
    assert days_of("china", 2027, "working") == []
    assert days_of("china", 2027, "off") == [
        "01-01", "02-05", "02-06", "02-07", "02-08", "04-05", "05-01", "05-02", "06-09", "09-15",
        "10-01", "10-02", "10-03",
    ]  # fmt: skip


@pytest.mark.parametrize("year", [2025, 2026])
def test_an_announced_year_of_china_is_official_and_names_its_source(year):
    found = almanac.year_of("china", year, today=TODAY)
    assert found.state == "official"
    assert found.source.startswith("chinesecalendar ")


def test_sources_that_differ_are_refused_with_the_days(monkeypatch):
    from chinese_calendar import constants

    monkeypatch.delitem(constants.workdays, date(2026, 10, 10))
    with pytest.raises(almanac.DisagreementError) as found:
        almanac.year_of("china", 2026, today=TODAY)
    assert found.value.days == ["2026-10-10"]


def test_eid_in_saudi_arabia_in_2026():
    assert [day for day in days_of("SA", 2026, "off") if day.startswith("03")] == [f"03-{day}" for day in range(19, 25)]
    assert name_of("SA", 2026, 3, 20) == ("开斋节", "Eid al-Fitr")


@pytest.mark.parametrize(("year", "state"), [(2025, "official"), (2026, "official"), (2027, "estimated")])
def test_a_year_is_estimated_while_its_days_wait_for_the_moon(year, state):
    assert almanac.year_of("SA", year, today=TODAY).state == state


def test_asked_in_january_the_year_is_still_estimated():
    assert almanac.year_of("SA", 2026, today=date(2026, 1, 5)).state == "estimated"


@pytest.mark.parametrize(
    ("name", "day", "zh", "en"),
    [
        ("SG", (2026, 11, 8), "屠妖节", "Deepavali"),
        ("SG", (2026, 11, 9), "屠妖节（补假）", "Deepavali (in lieu)"),
        ("US", (2026, 11, 26), "感恩节", "Thanksgiving Day"),
        ("US", (2026, 7, 3), "独立日（补假）", "Independence Day (in lieu)"),
        ("DE-HE", (2026, 6, 4), "基督圣体节", "Corpus Christi"),
        ("JP", (2026, 9, 22), "国民休息日", "National Holiday"),
        ("GB-ENG", (2026, 12, 28), "节礼日（补假）", "Boxing Day (in lieu)"),
        ("KR", (2026, 10, 5), "开天节（补假）", "National Foundation Day (in lieu)"),
        ("KR", (2025, 5, 5), "佛诞日、儿童节", "Buddha's Birthday, Children's Day"),
        ("TH", (2026, 6, 1), "佛诞节（补假）", "Visakha Bucha (in lieu)"),
    ],
)
def test_known_days_under_their_names(name, day, zh, en):
    assert name_of(name, *day) == (zh, en)


def test_frankfurt_has_the_holidays_of_hesse():
    assert days_of("DE-HE", 2026, "off") == [
        "01-01", "04-03", "04-06", "05-01", "05-14", "05-25", "06-04", "10-03", "12-25", "12-26",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ALMANACS)
@pytest.mark.parametrize("year", almanac.table()["years"])
def test_every_day_of_the_shipped_years_has_a_name_in_both_languages(name, year):
    for value in almanac.year_of(name, year, today=TODAY).days.values():
        assert isinstance(value, Day)
        assert value.name_zh not in ("", almanac.PUBLIC_HOLIDAY)
        assert value.name_en
        assert value.name_en.isascii()


def test_a_name_that_is_not_in_the_table_is_still_a_holiday():
    day = almanac.country("MY", 2026, today=TODAY).days[date(2026, 6, 1)]
    assert day.name_zh.startswith(almanac.PUBLIC_HOLIDAY)
