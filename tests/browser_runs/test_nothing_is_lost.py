"""Whatever goes wrong with a form, what was typed comes back: a missing field, a session or a token that ended, a
colleague who was quicker."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser_runs.company import account

WORDS = "Guten Tag, wir prüfen die Lieferzeit."
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])


@SCRIPT
def test_a_form_with_a_fault_keeps_what_was_typed_and_takes_the_focus(signed_in, watch, script):
    watch.expected.add(422)
    clerk = signed_in("clerk", script=script).opens("/enquiries/new")
    clerk.types(customer=f"Niemand kennt mich {script} GmbH", title="Pumpe", text=WORDS, urgency="urgent")
    clerk.presses("#take .button--primary")
    expect(clerk.reads(".errors")).to_be_focused()
    expect(clerk.reads("#country")).to_have_attribute("aria-invalid", "true")
    expect(clerk.reads("[name=text]")).to_have_value(WORDS)
    expect(clerk.reads("[name=urgency]")).to_have_value("urgent")
    clerk.types(country="DE").presses("#take .button--primary")
    clerk.page.wait_for_url("**/enquiries/E*")


def test_a_known_customer_brings_the_country(signed_in):
    clerk = signed_in("clerk").opens("/enquiries/new")
    clerk.types(customer="Société des Pompes du Rhône")
    expect(clerk.reads("#customer-names option")).to_have_attribute("value", "Société des Pompes du Rhône")
    clerk.page.keyboard.press("Tab")
    expect(clerk.reads("#country")).to_have_value("FR")
    assert clerk.page.evaluate("document.activeElement.id") == "country"


@SCRIPT
@pytest.mark.rule("CS-3.1a")
def test_a_step_that_a_rule_refuses_says_why_and_keeps_the_words(signed_in, watch, script):
    watch.expected.add(409)
    clerk = signed_in("clerk", script=script)
    clerk.takes_in(customer=f"Refused {script} GmbH")
    clerk.types(text=WORDS).presses("#move-reply .button--primary")
    expect(clerk.reads("#move-reply [data-kind=refused]")).to_contain_text("CS-3.1a")
    expect(clerk.reads("#move-reply [data-kind=refused]")).to_be_focused()
    expect(clerk.reads("#move-reply [name=text]")).to_have_value(WORDS)


@SCRIPT
def test_a_session_that_ended_in_the_middle_of_a_reply(browser_of, watch, cookies, script):
    watch.expected |= {422}
    username = account("senior", "en")
    cookies.pop(username, None)  # that session ends here, too
    clerk = browser_of(username, script=script).opens("/login").signs_in()
    clerk.takes_in(customer=f"Session {script} GmbH")
    here = clerk.page.url
    clerk.types(text=WORDS, promised_at=tomorrow())
    _sign_out_elsewhere(browser_of(username))
    clerk.presses("#move-reply .button--primary")
    clerk.signs_in()
    expect(clerk.reads(".typed")).to_contain_text(WORDS)
    clerk.presses(".fault .button--primary")
    clerk.page.wait_for_url(here)
    expect(clerk.reads("#timeline")).to_contain_text(WORDS)


def _sign_out_elsewhere(second) -> None:
    """The same person at another browser signs every other one out."""
    second.opens("/login").signs_in().opens("/me")
    while second.sees("#sessions form button"):
        second.presses("#sessions form button")
        second.page.wait_for_load_state()


@SCRIPT
def test_a_token_from_before_a_new_sign_in(browser_of, watch, script):
    watch.expected.add(422)
    clerk = browser_of(account("senior", "zh"), script=script).opens("/login").signs_in()
    clerk.takes_in(customer=f"Token {script} GmbH")
    clerk.types(text=WORDS, promised_at=tomorrow())
    _sign_in_again(clerk)
    clerk.presses("#move-reply .button--primary")
    expect(clerk.reads("#move-reply .errors")).to_be_focused()
    expect(clerk.reads("#move-reply [name=text]")).to_have_value(WORDS)
    clerk.presses("#move-reply .button--primary")
    expect(clerk.reads("#timeline")).to_contain_text(WORDS)


def _sign_in_again(clerk) -> None:
    """In another tab of the same browser: out and in, which changes the token."""
    tab = type(clerk)(clerk.page.context.new_page(), clerk.address, clerk.username).opens("/")
    tab.presses(".bar__account form[data-forget] button")
    tab.signs_in()
    tab.page.close()


@SCRIPT
def test_two_people_answer_at_once(signed_in, watch, script):
    watch.expected.add(409)
    clerk, colleague = signed_in("clerk", script=script), signed_in("colleague", script=script)
    number = clerk.takes_in(customer=f"Twice {script} GmbH")
    clerk.types(text=WORDS, promised_at=tomorrow())
    colleague.opens(f"/enquiries/{number}").makes("reply", text="Ich antworte zuerst.", promised_at=tomorrow())
    clerk.presses("#move-reply .button--primary")
    expect(clerk.reads("#move-reply .errors")).to_contain_text("李娜")
    expect(clerk.reads("#timeline")).to_contain_text("Ich antworte zuerst.")
    expect(clerk.reads("#move-reply [name=text]")).to_have_value(WORDS)
    clerk.presses("#move-reply .button--primary")
    expect(clerk.reads("#timeline")).to_contain_text(WORDS)


def tomorrow() -> str:
    return (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
