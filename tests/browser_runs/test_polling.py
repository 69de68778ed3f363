"""The list and the bell look again by themselves, and cost next to nothing while nothing moved."""

from __future__ import annotations

from playwright.sync_api import expect

SECONDS_BETWEEN = 11_000  # milliseconds: a little more than the list waits


def poll(person) -> int:
    """Let the time of one poll pass on the page; the status of its answer."""
    with person.page.expect_response(lambda answer: answer.url.endswith("/tickets")) as answer:
        person.page.clock.run_for(SECONDS_BETWEEN)
    return answer.value.status


def test_a_list_shows_what_a_colleague_takes_in_and_asks_for_nothing_else(signed_in):
    clerk, colleague = signed_in("clerk"), signed_in("colleague")
    clerk.page.clock.install()
    clerk.opens("/tickets")
    assert poll(clerk) == 200
    assert 304 in {poll(clerk), poll(clerk)}, "the pills change with the minute, so one of two may be fresh"
    number = colleague.takes_in(customer="Aller Pumpen GmbH", title="Frisch hereingekommen", level="3")
    assert not clerk.sees(f"#row-{number}")
    assert poll(clerk) == 200
    expect(clerk.reads(f"#row-{number}")).to_be_visible()


def test_a_poll_leaves_the_place_of_the_keyboard(signed_in):
    clerk = signed_in("clerk")
    clerk.page.clock.install()
    clerk.opens("/tickets")
    clerk.page.keyboard.press("j")
    clerk.page.keyboard.press("j")
    place = clerk.page.evaluate("document.activeElement.id")
    assert place.startswith("row-")
    poll(clerk)
    assert clerk.page.evaluate("document.activeElement.id") == place


def row(number: str) -> str:
    return f"tr:has(#row-{number})"


def test_a_changed_row_is_marked_for_a_moment_and_what_is_ticked_stays_ticked(signed_in):
    clerk, colleague = signed_in("clerk"), signed_in("colleague")
    titles = ("Wird gleich anders", "Bleibt, wie es ist")
    number, other = (colleague.takes_in(customer="Marke GmbH", title=title, level="3") for title in titles)
    clerk.page.clock.install()
    clerk.opens("/tickets")
    clerk.page.check(f"{row(other)} [name=ticket]")
    poll(clerk)
    assert not clerk.sees("[data-fresh]"), "time that goes by changes no ticket"
    colleague.opens(f"/enquiries/{number}").makes("classify", level="2", text="Doch einfacher als gedacht.")
    assert poll(clerk) == 200
    expect(clerk.reads(f"{row(number)}[data-fresh]")).to_be_visible()
    assert not clerk.sees(f"{row(other)}[data-fresh]")
    expect(clerk.reads(f"{row(other)} [name=ticket]")).to_be_checked()
    clerk.page.clock.run_for(5_000)
    assert not clerk.sees("[data-fresh]")


def test_a_mark_does_not_move_for_who_wants_no_motion(signed_in):
    clerk, colleague = signed_in("clerk"), signed_in("colleague")
    number = colleague.takes_in(customer="Ruhe GmbH", title="Ohne Bewegung", level="3")
    clerk.page.emulate_media(reduced_motion="reduce")
    clerk.page.clock.install()
    clerk.opens("/tickets")
    poll(clerk)
    colleague.opens(f"/enquiries/{number}").makes("classify", level="2", text="Doch einfacher als gedacht.")
    poll(clerk)
    marked = clerk.reads(f"{row(number)}[data-fresh]")
    expect(marked).to_have_css("animation-name", "none")
    assert marked.evaluate("row => getComputedStyle(row).boxShadow") != "none"


def test_what_is_typed_into_a_row_survives_the_polls(signed_in):
    clerk, colleague = signed_in("clerk"), signed_in("colleague")
    number = clerk.takes_in(customer="Zeile GmbH", title="In der Zeile zu ändern", level="3")
    clerk.page.clock.install()
    clerk.opens("/tickets").presses(f"{row(number)} .row-edit")
    clerk.page.locator(f"#edit-{number} [name=text]").fill("Halb geschrieben")
    colleague.takes_in(customer="Zeile GmbH", title="Kommt dazwischen", level="3")
    clerk.page.clock.run_for(3 * SECONDS_BETWEEN)
    expect(clerk.reads(f"#edit-{number} [name=text]")).to_have_value("Halb geschrieben")
    clerk.page.locator(f"#edit-{number} [name=urgency]").select_option("urgent")
    clerk.page.click(f"#edit-{number} .button--primary")
    expect(clerk.reads(f"{row(number)} [data-urgency=urgent]")).to_be_visible()
