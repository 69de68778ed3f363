"""Answering a customer at a browser: a canned answer put below what was typed, a phrase that may not leave marked in the
text, and another language sent for a reason."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser_runs import fit

WORDS = "Guten Tag, wir prüfen die Lieferzeit der Pumpe."
PROMISING = "Guten Tag, die Pumpe bringt Ihnen einen guaranteed profit im ersten Jahr."
ENGLISH = "Good morning, we are looking into the delivery time of your pump and will write to you again this week."
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
TEXT = "#move-answer [name=text]"


def at_the_answer(person, customer: str):
    """A new German enquiry with the form of its final answer open."""
    number = person.takes_in(customer=customer)
    return person.opens(f"/enquiries/{number}?do=answer")


@pytest.mark.rule("TM-4.3")
def test_a_canned_answer_comes_filled_in_below_what_was_typed(signed_in):
    clerk = at_the_answer(signed_in("clerk"), "Canned GmbH").types(text=WORDS)
    clerk.presses("#chooser summary").presses("#canned [name=canned] >> nth=0")
    box = clerk.reads(TEXT)
    expect(box).not_to_have_value(WORDS)
    assert box.input_value().startswith(f"{WORDS}\n"), "what was typed stays first"
    assert "{customer}" not in box.input_value() and "Canned GmbH" in box.input_value()
    assert fit.faults(clerk.page) == []


@SCRIPT
@pytest.mark.rule("TM-4.3")
def test_a_phrase_that_may_not_leave_is_marked_and_the_text_stays(signed_in, watch, script):
    watch.expected.add(409)
    clerk = at_the_answer(signed_in("clerk", script=script), f"Blocked {script} GmbH")
    clerk.types(text=PROMISING).presses("#move-answer .button--primary")
    expect(clerk.reads(".wording mark[data-severity=block]")).to_have_text("guaranteed profit")
    expect(clerk.reads(TEXT)).to_have_value(PROMISING)
    assert not clerk.sees("[name=wording]"), "what is blocked is not confirmed"
    if script:
        assert fit.faults(clerk.page) == []
    clerk.types(text=WORDS).presses("#move-answer .button--primary")
    expect(clerk.reads("#timeline")).to_contain_text(WORDS)
    expect(clerk.reads("#timeline")).not_to_contain_text("guaranteed profit")


@SCRIPT
@pytest.mark.rule("CP-15.3")
def test_another_language_leaves_with_a_reason(signed_in, watch, script):
    watch.expected.add(409)
    clerk = at_the_answer(signed_in("clerk", script=script), f"Language {script} GmbH")
    assert not clerk.sees("[name=in_language]")
    clerk.types(text=ENGLISH).presses("#move-answer .button--primary")
    expect(clerk.reads("#move-answer [data-kind=refused]")).to_contain_text("CP-15.3")
    expect(clerk.reads(TEXT)).to_have_value(ENGLISH)
    if script:
        assert fit.faults(clerk.page) == []
    clerk.types(in_language="Agreed by telephone").presses("#move-answer .button--primary")
    expect(clerk.reads("#timeline")).to_contain_text("Agreed by telephone")
