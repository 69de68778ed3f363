"""Two people at two browsers want the same ticket; and a change of many, from the list to its undoing, with and without a
script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser_runs import fit

CLAIM = "form[action$='/claim'] button"


@pytest.mark.rule("TM-4.2e")
def test_of_two_who_claim_the_same_ticket_one_gets_it(signed_in, watch):
    watch.expected.add(409)
    clerk, first, second = signed_in("clerk"), signed_in("senior"), signed_in("supervisor")
    number = clerk.takes_in(customer="Weser Pumpen GmbH", title="Wer nimmt das?")
    clerk.makes("offer", text="")
    expect(clerk.reads("#offer-title")).to_have_text("On offer")
    for person in (first, second):
        person.opens(f"/enquiries/{number}")
        expect(person.reads(CLAIM)).to_have_text("Claim")
    assert fit.faults(first.page) == []
    first.presses(CLAIM)
    expect(first.flash("success")).to_contain_text("is yours now")
    second.presses(CLAIM)
    expect(second.reads("main")).to_contain_text("somebody has claimed it")
    second.opens(f"/enquiries/{number}")
    assert not second.sees(CLAIM)


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_many_are_changed_and_set_back(signed_in, script):
    supervisor = signed_in("supervisor", script=script).opens("/tickets?level=2")
    supervisor.page.locator("[name=ticket]").first.check()
    supervisor.page.check("#bulk-all")
    supervisor.presses("#bulk .button")
    if script:
        assert fit.faults(supervisor.page) == []
    supervisor.types(urgency="urgent").presses("#bulk-wish .button--primary")
    expect(supervisor.reads(".message")).to_contain_text("nothing is changed yet")
    if script:
        assert fit.faults(supervisor.page) == []
    supervisor.presses("main .button--primary")
    expect(supervisor.reads(".message")).to_contain_text("can be undone for 10 minutes")
    if script:
        assert fit.faults(supervisor.page) == []
    supervisor.presses("main .button--danger")
    expect(supervisor.reads(".message")).to_contain_text("Undone")
