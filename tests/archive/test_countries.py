"""Countries, zones and languages: expected values by hand, from the map and the IANA table."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from portal.archive.choices import _countries, _languages, _zones
from portal.archive.countries import city_of, countries, zones
from portal.archive.languages import LANGUAGES

PARTS_AND_UNIONS = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


def test_every_country_of_cldr_is_there_and_nothing_else():
    known = {code for code in Locale.parse("en").territories if re.fullmatch("[A-Z]{2}", code)}
    assert set(countries()) == known - PARTS_AND_UNIONS
    assert len(countries()) == 250


@pytest.mark.parametrize(
    ("region", "codes"),
    [
        ("hq", "CN HK MO TW"),
        ("jk", "JP KP KR MN"),
        ("eu", "DE FR GB CH TR RU UA KZ GE IS CY"),
        ("us", "US CA MX BR AR CL PR JM GL"),
        ("sea", "ID VN TH SG MY PH IN PK BD LK AU NZ FJ"),
        ("me", "AE SA IL IR EG MA NG KE ZA MU"),
    ],
)
def test_the_region_that_serves_a_country(region, codes):
    assert {countries()[code].region for code in codes.split()} == {region}


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("CN", "Asia/Shanghai"),
        ("US", "America/New_York"),
        ("CA", "America/Toronto"),
        ("MX", "America/Mexico_City"),
        ("BR", "America/Sao_Paulo"),
        ("AR", "America/Argentina/Buenos_Aires"),
        ("CL", "America/Santiago"),
        ("EC", "America/Guayaquil"),
        ("GL", "America/Nuuk"),
        ("DE", "Europe/Berlin"),
        ("ES", "Europe/Madrid"),
        ("PT", "Europe/Lisbon"),
        ("CY", "Asia/Nicosia"),
        ("RU", "Europe/Moscow"),
        ("UA", "Europe/Kyiv"),
        ("KZ", "Asia/Almaty"),
        ("UZ", "Asia/Tashkent"),
        ("MN", "Asia/Ulaanbaatar"),
        ("ID", "Asia/Jakarta"),
        ("MY", "Asia/Kuala_Lumpur"),
        ("AU", "Australia/Sydney"),
        ("NZ", "Pacific/Auckland"),
        ("PG", "Pacific/Port_Moresby"),
        ("PF", "Pacific/Tahiti"),
        ("CD", "Africa/Kinshasa"),
        ("PS", "Asia/Hebron"),
        ("XK", "Europe/Belgrade"),
        ("BV", "Europe/Oslo"),
    ],
)
def test_a_new_record_starts_in_the_zone_where_most_people_live(code, zone):
    assert countries()[code].zone == zone


def test_every_default_zone_is_one_of_the_country_and_known_to_the_clock():
    for country in countries().values():
        assert country.zone in country.zones
        assert country.zone in zones()
        assert ZoneInfo(country.zone)


def test_every_language_of_a_country_can_be_chosen():
    named = {language for country in countries().values() for language in country.languages}
    assert named <= set(LANGUAGES)
    assert all(country.languages for country in countries().values())


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("TW", "中国台湾", "Taiwan, China"),
        ("HK", "中国香港", "Hong Kong, China"),
        ("MO", "中国澳门", "Macao, China"),
        ("DE", "德国", "Germany"),
        ("KR", "韩国", "South Korea"),
    ],
)
def test_names_in_both_languages(code, zh, en):
    assert countries()[code].names == (zh, en)


@pytest.mark.parametrize("choices", [_countries, _zones, _languages])
def test_no_choice_mixes_languages(choices):
    assert not [name for _value, name in choices("zh") if re.search("[A-Za-z]", name)]
    assert not [name for _value, name in choices("en") if re.search("[\u4e00-\u9fff]", name)]


def test_choices_stand_in_the_order_of_the_reader():
    assert [code for code, _name in _countries("en")][:3] == ["AF", "AX", "AL"]
    assert [code for code, _name in _countries("zh")][:3] == ["AL", "DZ", "AF"]  # ā'ěr b…, ā'ěr j…, ā fù h…


def test_a_zone_is_shown_with_its_country_and_city():
    assert ("Asia/Kolkata", "印度 · 加尔各答") in _zones("zh")
    assert ("America/Indiana/Indianapolis", "United States · Indianapolis") in _zones("en")
    assert city_of("Europe/Berlin") == ("柏林", "Berlin")


def test_each_zone_is_offered_once():
    offered = [zone for zone, _name in _zones("en")]
    assert len(offered) == len(set(offered)) == len(zones())
