"""The list of calendars."""

import pytest

URL = "/calendars"


def test_every_calendar_shows_its_hours_and_how_sure_its_years_are(browse, cast):
    page = browse(cast.manager).get(URL)
    assert page.status == 200
    rows = {row.select_one(".id").text: " ".join(row.text.split()) for row in page.soup.select("#calendars tbody tr")}
    assert list(rows) == ["ae", "br", "de", "eu", "fr", "gb", "hq", "id", "jk", "kr", "me", "sea", "th", "us"]
    assert "Mon Tue Wed Thu Fri 09:00–12:00, 13:00–18:00" in rows["hq"]
    assert "2027 Not announced yet" in rows["hq"]
    assert "Mon Tue Wed Thu Sun 09:00–18:00" in rows["me"]
    assert "2027 Estimated" in rows["me"]
    assert "2027 Official" in rows["eu"]


def test_it_speaks_chinese(browse, cast):
    page = browse(cast.manager, language="zh").get(URL)
    assert "总部（中国内地）" in page.text
    assert "周一" in page.text


@pytest.mark.parametrize("part", ["clerk", "stranger", "auditor"])
def test_who_does_not_keep_calendars_is_turned_away(browse, cast, part):
    assert browse(getattr(cast, part)).get(URL).status == 403


def test_nobody_is_sent_to_sign_in(browse):
    page = browse().get(URL)
    assert page.status == 303
    assert "/login" in page.place
