"""Two people at one enquiry: each sees the other, neither overwrites the other, and what one of them typed is not lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser_runs import fit
from tests.browser_runs.company import account

WORDS = "Guten Tag, wir prüfen die Lieferzeit."
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])


def told(person):
    """What the next sign of life of a page brings, without waiting for its turn."""
    with person.page.expect_response(re.compile("/presence$")):
        person.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    return person.reads("#presence")


def test_a_colleague_looks_answers_and_leaves(signed_in):
    clerk, colleague = signed_in("clerk"), signed_in("colleague")
    number = clerk.takes_in(customer="Presence GmbH")
    expect(clerk.reads("#presence")).to_be_empty()
    colleague.opens(f"/enquiries/{number}")
    expect(told(clerk)).to_have_text("李娜 is looking")
    with colleague.page.expect_response(re.compile("/presence$")):
        colleague.types(text=WORDS)
    expect(told(clerk)).to_have_text("李娜 is answering")
    expect(told(colleague)).to_have_text("王芳 is looking")
    assert fit.faults(clerk.page) == []
    colleague.opens("/tickets")
    for _second in range(10):  # far less than the half minute after which silence alone would tell
        if not told(clerk).inner_text():
            break
        clerk.page.wait_for_timeout(1_000)
    expect(clerk.reads("#presence")).to_be_empty()


@SCRIPT
@pytest.mark.rule("TM-4.4")
def test_two_people_correct_one_enquiry(signed_in, watch, script):
    watch.expected.add(409)
    clerk, colleague = signed_in("clerk", script=script), signed_in("colleague", script=script)
    number = clerk.takes_in(customer=f"Correct {script} GmbH")
    for person in (clerk, colleague):
        person.opens(f"/enquiries/{number}").presses("a[href$='/facts']")
    colleague.types(title="Lieferzeit der Pumpe P-310", channel="online").presses("#facts .button--primary")
    expect(colleague.flash("success")).to_be_visible()
    clerk.types(title="Lieferzeit der Pumpe P-320", kind="proposal").presses("#facts .button--primary")
    expect(clerk.reads("#facts [data-kind=refused]")).to_be_focused()
    expect(clerk.reads("#choice_title")).to_contain_text("李娜")
    if script:
        assert fit.faults(clerk.page) == []
    clerk.presses("#choice_title input[value=theirs]").presses("#facts .button--primary")
    expect(clerk.reads("h1")).to_have_text("Lieferzeit der Pumpe P-310")
    expect(clerk.reads("#timeline")).to_contain_text("Kind from Business to Proposal")
    expect(clerk.reads("#people-title + dl")).to_contain_text("Online platform")


def types_and_is_kept(person, words: str = WORDS) -> None:
    with person.page.expect_response(re.compile("/tickets/drafts$")) as answer:
        person.types(text=words)
    assert answer.value.ok


def test_what_was_typed_survives_a_killed_browser(signed_in):
    first = signed_in("clerk")
    number = first.takes_in(customer="Crash GmbH")
    types_and_is_kept(first)
    first.page.context.close()
    again = signed_in("clerk").opens(f"/enquiries/{number}")
    expect(again.reads("#drafts")).to_contain_text(WORDS)
    assert fit.faults(again.page) == []
    again.presses("#drafts a.button")
    expect(again.reads("#move-reply [name=text]")).to_have_value(WORDS)
    expect(again.reads("#drafts")).not_to_be_visible()
    again.makes("note", text="Etwas anderes.").opens(f"/enquiries/{number}")
    expect(again.reads("#move-reply [name=text]")).to_have_value(WORDS)
    third = signed_in("clerk").opens(f"/enquiries/{number}")
    third.presses("#drafts form button")
    expect(third.reads("#drafts")).not_to_be_visible()
    assert not third.opens(f"/enquiries/{number}").sees("#drafts")


def test_what_was_typed_survives_a_sign_out_at_once(browser_of):
    """The words of the last second are kept too: signing out waits for them."""
    username = account("senior", "en")
    someone = browser_of(username).opens("/login").signs_in()
    number = someone.takes_in(customer="Sign-out GmbH")
    someone.types(text=WORDS).presses(".bar__account form[data-forget] button")
    elsewhere = browser_of(username, script=False).opens("/login").signs_in().opens(f"/enquiries/{number}")
    expect(elsewhere.reads("#drafts")).to_contain_text("Put it back")
    elsewhere.presses("#drafts a.button")
    expect(elsewhere.reads("#move-reply [name=text]")).to_have_value(WORDS)


def test_a_tab_that_is_loaded_again_offers_nothing_that_it_holds_itself(signed_in):
    clerk = signed_in("clerk")
    clerk.takes_in(customer="Reload GmbH")
    types_and_is_kept(clerk)
    clerk.page.reload()
    expect(clerk.reads("#move-reply [name=text]")).to_have_value(WORDS)
    expect(clerk.reads("#drafts")).not_to_be_visible()


@SCRIPT
def test_a_merge_and_its_undoing_reach_who_had_the_ticket_open(signed_in, watch, script):
    """What they typed meanwhile is offered in the ticket that goes on, and nothing is lost when the merge is undone."""
    watch.expected.add(409)
    clerk, colleague = signed_in("clerk", script=script), signed_in("colleague", script=script)
    customer = f"Merge {script} GmbH"
    into = clerk.takes_in(customer=customer, title="Lieferzeit")
    number = clerk.takes_in(customer=customer, title="Nachfrage", text="Und die Dichtung?")
    colleague.opens(f"/enquiries/{number}?do=note").types(text=WORDS)
    clerk.opens(f"/tickets/{number}/merging?into={into}").presses("main .button--primary")
    expect(clerk.reads("#timeline")).to_contain_text("Und die Dichtung?")
    colleague.presses("#move-note .button--primary")
    expect(colleague.reads("#move-note [data-kind=refused]")).to_contain_text(into)
    expect(colleague.reads("#move-note [name=text]")).to_have_value(WORDS)
    if script:
        assert fit.faults(colleague.page) == []
    colleague.opens(f"/enquiries/{number}")
    expect(colleague.reads("main .message")).to_contain_text(into)
    assert not colleague.sees("#moves")
    clerk.presses("form[action$='/undoing'] button")
    colleague.opens(f"/enquiries/{number}")
    expect(colleague.reads("#timeline")).to_contain_text("Und die Dichtung?")
    expect(colleague.reads("#moves")).to_be_visible()
    expect(colleague.opens(f"/enquiries/{into}").reads("#timeline")).not_to_contain_text("Und die Dichtung?")
