"""Single keys on the list, and drafts that outlive a reload."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.once("a page looks the same whatever keeps its rows")


def focused(person) -> str:
    return person.page.evaluate("document.activeElement.id")


def test_j_and_k_walk_the_rows_and_o_opens_one(signed_in):
    clerk = signed_in("clerk").opens("/tickets")
    rows = clerk.page.locator("[data-row]").evaluate_all("rows => rows.map(row => row.id)")
    for key, row in (("j", rows[0]), ("j", rows[1]), ("k", rows[0]), ("k", rows[0])):
        clerk.page.keyboard.press(key)
        assert focused(clerk) == row
    clerk.page.keyboard.press("o")
    clerk.page.wait_for_url(f"**/enquiries/{rows[0].removeprefix('row-')}?*")


def test_a_row_that_has_the_focus_tells_its_due_moment(signed_in):
    clerk = signed_in("clerk").opens("/tickets?state=late")
    clerk.page.keyboard.press("j")
    expect(clerk.reads("tr:has(:focus) .pill__due")).to_have_css("opacity", "1")


def test_n_takes_in_and_a_slash_searches(signed_in):
    clerk = signed_in("clerk").opens("/tickets")
    clerk.page.keyboard.press("/")
    assert focused(clerk) == "bar-search"
    clerk.page.keyboard.type("c")
    expect(clerk.reads("#bar-search")).to_have_value("c")
    clerk.page.keyboard.press("Escape")
    clerk.page.keyboard.press("n")
    clerk.page.wait_for_url("**/enquiries/new")


def test_a_question_mark_lists_the_keys_and_they_can_be_turned_off(signed_in):
    clerk = signed_in("clerk").opens("/tickets")
    clerk.page.keyboard.press("?")
    expect(clerk.reads("#shortcuts")).to_be_visible()
    clerk.page.uncheck("[data-shortcuts]")
    clerk.page.keyboard.press("Escape")
    expect(clerk.reads("#shortcuts")).to_be_hidden()
    clerk.page.keyboard.press("j")
    assert not focused(clerk).startswith("row-")


@pytest.mark.parametrize("way", ["with htmx", "plain"])
def test_a_draft_outlives_a_reload_and_is_gone_once_it_is_sent(signed_in, way):
    clerk = signed_in("clerk")
    clerk.takes_in(customer=f"Draft {way} GmbH")
    here = clerk.page.url
    clerk.opens_address(f"{here}?do=note").types(text="Halb geschrieben")
    clerk.page.reload()
    expect(clerk.reads("#move-note [name=text]")).to_have_value("Halb geschrieben")
    if way == "plain":
        clerk.page.evaluate("document.querySelector('#move-note').removeAttribute('hx-post')")
        clerk.page.evaluate("htmx.process(document.body)")
    clerk.presses("#move-note .button--primary")
    expect(clerk.flash("success")).to_be_visible()
    clerk.opens_address(f"{here}?do=note")
    expect(clerk.reads("#move-note [name=text]")).to_have_value("")


def test_x_ticks_a_row_a_changes_it_and_t_transfers_it(signed_in):
    clerk = signed_in("clerk")
    number = clerk.takes_in(customer="Oben GmbH", title="Ganz oben", urgency="urgent", level="3")
    clerk.opens("/tickets?owner=me&level=3")
    while focused(clerk) != f"row-{number}":
        clerk.page.keyboard.press("j")
    assert not clerk.reads("#bulk").is_visible()
    clerk.page.keyboard.press("x")
    expect(clerk.reads(f"tr:has(#row-{number}) [name=ticket]")).to_be_checked()
    expect(clerk.reads("#bulk")).to_be_visible()
    clerk.page.keyboard.press("a")
    expect(clerk.reads(f"#edit-{number}")).to_be_visible()
    clerk.opens("/tickets?owner=me&level=3")
    while focused(clerk) != f"row-{number}":
        clerk.page.keyboard.press("j")
    clerk.page.keyboard.press("t")
    expect(clerk.reads("#move-transfer")).to_be_visible()


def test_j_and_k_go_on_in_the_list_one_came_from(signed_in):
    clerk = signed_in("clerk").opens("/tickets?order=newest")
    rows = clerk.page.locator("[data-row]").evaluate_all("rows => rows.map(row => row.id.replace('row-', ''))")
    clerk.presses(f"#row-{rows[0]}")
    clerk.page.wait_for_url(f"**/enquiries/{rows[0]}?*")
    for key, number in (("j", rows[1]), ("j", rows[2]), ("k", rows[1])):
        clerk.page.keyboard.press(key)
        clerk.page.wait_for_url(f"**/enquiries/{number}?*")
    clerk.page.keyboard.press("u")
    clerk.page.wait_for_url("**/tickets?order=newest")
