"""What is tidied in a customer's record and what is refused, value by value."""

from __future__ import annotations

import pytest

from portal.archive import rules

GOOD = {"name": "Müller GmbH", "country": "DE", "language": "de", "zone": "Europe/Berlin"}


def faults(**fields) -> set[str]:
    return set(rules.faults(rules.completed(GOOD | fields)))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Müller GmbH", "müller gmbh"),
        ("  MÜLLER\t GmbH\n", "müller gmbh"),
        ("Mu\u0308ller GmbH", "müller gmbh"),
        ("ＡＣＭＥ　Ｌｔｄ", "acme ltd"),
        ("Straße AG", "strasse ag"),
        ("شركة\u200f النور", "شركة النور"),
        ("北京\u200b快乐", "北京快乐"),
        ("a\x00b", "a b"),
        ("\u200b \u200f", ""),
    ],
)
def test_names_that_look_alike_are_found_as_one(name, key):
    assert rules.key(name) == key


def test_a_key_stays_short_whatever_it_expands_to():
    assert len(rules.key("\ufdfa" * 200)) <= 200  # one character that NFKC writes with eighteen


def test_language_and_zone_are_those_of_the_country_unless_given():
    fields = rules.completed({"name": "Acme", "country": "BR"})
    assert (fields["language"], fields["zone"]) == ("pt", "America/Sao_Paulo")
    fields = rules.completed({"name": "Acme", "country": "BR", "language": "en", "zone": "America/Manaus"})
    assert (fields["language"], fields["zone"]) == ("en", "America/Manaus")


def test_blanks_are_cut_and_full_width_signs_become_plain():
    fields = rules.completed(
        GOOD | {"contact": " Ana \n Lima ", "email": "ana＠acme.br", "phone": "＋５５–１１　２３４５６"}
    )
    assert (fields["contact"], fields["email"], fields["phone"]) == ("Ana Lima", "ana@acme.br", "+55-11 23456")


def test_a_good_record_has_no_fault():
    assert faults(email="eva@mueller.de", phone="+49 30 1234567", contact="Eva") == set()


def test_what_nobody_knows_may_stay_empty():
    assert faults(email="", phone="", contact="") == set()


@pytest.mark.parametrize("name", ["", "  ", "\u200b"])
def test_a_name_is_needed(name):
    assert faults(name=name) == {"name"}


@pytest.mark.parametrize("country", ["", "XX", "de", "Germany", "EU"])
def test_a_country_is_one_of_the_table(country):
    assert faults(country=country) == {"country"}


@pytest.mark.parametrize("language", ["xx", "de-DE", "German"])
def test_a_language_is_one_of_the_table(language):
    assert faults(language=language) == {"language"}


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "GMT+8", "../etc/passwd"])
def test_a_zone_exists(zone):
    assert faults(zone=zone) == {"zone"}


@pytest.mark.parametrize("email", ["eva", "eva@", "@mueller.de", "eva@a@b", "eva, otto@mueller.de", "<eva@mueller.de>"])
def test_an_email_address_has_a_name_and_a_host(email):
    assert faults(email=email) == {"email"}


@pytest.mark.parametrize(
    "phone", ["+49 30 1234567", "(030) 123-4567", "+1 (212) 555.0100 ext 12", "00971 4 123 4567", "12345"]
)
def test_telephone_numbers_as_people_write_them(phone):
    assert faults(phone=phone) == set()


@pytest.mark.parametrize("phone", ["call me", "1234", "+49 30 abc", "+" * 30, "1" * 25, "123456; DROP"])
def test_what_is_no_telephone_number(phone):
    assert faults(phone=phone) == {"phone"}


@pytest.mark.parametrize(
    ("field", "text"),
    [("name", "x" * 201), ("contact", "x" * 101), ("email", f"{'x' * 250}@a.de"), ("phone", "1 2 3 4 5 " + " -" * 16)],
)
def test_a_text_fits_its_column(field, text):
    assert faults(**{field: text}) == {field}


def test_the_region_follows_from_the_country():
    assert (rules.region_of("DE"), rules.region_of("AE")) == ("eu", "me")
