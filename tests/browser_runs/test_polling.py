"""The list and the bell look again by themselves, and cost next to nothing while nothing moved."""

from __future__ import annotations

from playwright.sync_api import expect

SECONDS_BETWEEN = 21_000  # milliseconds: a little more than the list waits


def poll(person) -> int:
    """Let the time of one poll pass on the page; the status of its answer."""
    with person.page.expect_response(lambda answer: answer.url.endswith("/enquiries")) as answer:
        person.page.clock.run_for(SECONDS_BETWEEN)
    return answer.value.status


def test_a_list_shows_what_a_colleague_takes_in_and_asks_for_nothing_else(signed_in):
    clerk, colleague = signed_in("clerk"), signed_in("colleague")
    clerk.page.clock.install()
    clerk.opens("/enquiries")
    assert poll(clerk) == 200
    assert 304 in {poll(clerk), poll(clerk)}, "the pills change with the minute, so one of two may be fresh"
    number = colleague.takes_in(customer="Aller Pumpen GmbH", title="Frisch hereingekommen", level="3")
    assert not clerk.sees(f"#row-{number}")
    assert poll(clerk) == 200
    expect(clerk.reads(f"#row-{number}")).to_be_visible()


def test_a_poll_leaves_the_place_of_the_keyboard(signed_in):
    clerk = signed_in("clerk")
    clerk.page.clock.install()
    clerk.opens("/enquiries")
    clerk.page.keyboard.press("j")
    clerk.page.keyboard.press("j")
    place = clerk.page.evaluate("document.activeElement.id")
    assert place.startswith("row-")
    poll(clerk)
    assert clerk.page.evaluate("document.activeElement.id") == place
