"""A customer's page."""

from __future__ import annotations

import pytest

from portal.core.time import frozen
from tests import make


def test_the_page_says_all_that_is_recorded(browse, cast):
    card = make.customer("Müller GmbH", contact="Eva Müller", email="eva@mueller.de", phone="+49 30 1234567")
    with frozen(make.TUESDAY):
        reply = browse(cast.clerk).get(f"/archive/{card.id}")
    facts = reply.text_of(f"#customer-{card.id}-facts")
    assert reply.text_of("h1") == "Müller GmbH"
    for fact in ("Germany", "German", "Europe", "2026-11-24 10:00 Berlin", "Eva Müller", "+49 30 1234567"):
        assert fact in facts
    assert reply.has("a[href='mailto:eva@mueller.de']")


def test_in_chinese_nothing_is_english(browse, cast):
    card = make.customer("穆勒公司")
    facts = browse(cast.clerk, language="zh").get(f"/archive/{card.id}").text_of(f"#customer-{card.id}-facts")
    assert "德国" in facts
    assert "柏林" in facts


def test_what_people_typed_is_only_text(browse, cast):
    card = make.customer("<script>alert(1)</script>")
    assert browse(cast.clerk).get(f"/archive/{card.id}").text_of("h1") == "<script>alert(1)</script>"


def test_a_stranger_does_not_learn_that_it_exists(browse, cast):
    card = make.customer("Müller GmbH")
    assert browse(cast.stranger).get(f"/archive/{card.id}").status == 404


@pytest.mark.parametrize("number", ["0", "999999", "2147483648", "99999999999999999999", "-1", "x"])
def test_what_is_not_there_is_not_found(browse, cast, number):
    assert browse(cast.clerk).get(f"/archive/{number}").status == 404


def test_the_wrong_role_is_refused(browse, cast):
    card = make.customer("Müller GmbH")
    assert browse(cast.admin).get(f"/archive/{card.id}").status == 403


def test_whoever_may_only_look_is_not_offered_to_write(browse, cast):
    card = make.customer("Müller GmbH")
    edit = f"a[href='/archive/{card.id}/edit']"
    assert browse(cast.clerk).get(f"/archive/{card.id}").has(edit)
    assert not browse(cast.engineer).get(f"/archive/{card.id}").has(edit)
