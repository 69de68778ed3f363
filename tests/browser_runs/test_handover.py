"""A shift handed over by two people at two browsers, from the list of open tickets to the second signature; and a pile of
forms printed as one file, with the bar that says how far it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser_runs import fit
from tests.browser_runs.server import running

WORDS = ("customers", "work", "exceptions", "knowledge", "personal")
SIGNATURE = ".sign .button--primary"


@pytest.mark.rule("DM-H1", "DM-H3", "DM-H4")
@pytest.mark.parametrize(("language", "script"), [("en", True), ("zh", False)], ids=["with JavaScript", "without"])
def test_a_shift_is_handed_over(signed_in, watch, language, script):
    watch.expected |= {409, 422}
    giver, taker = (signed_in(part, language, script=script) for part in ("clerk", "colleague"))
    number = giver.takes_in(customer="Elbe Pumpen GmbH", title=f"Wer führt das weiter? {language}")
    giver.opens("/handovers").presses(".handovers__one:has([data-handover-state=preparing]) a")
    page = giver.page.url.removeprefix(giver.address)
    incomplete(giver)
    fill(giver, taker, number)
    giver.presses("[name=confirm]")
    expect(giver.flash("success")).to_be_visible()
    looks(giver, script)
    sign(giver.presses(".page-head__actions .button--primary"), script)

    taker.opens("/handovers")
    looks(taker.presses(f".handovers__one a[href='{page}']"), script)
    taker.presses(".page-head__actions .button").types(password=make.PASSWORD).presses(SIGNATURE)
    expect(taker.reads("main")).to_contain_text({"en": "Accept each item first", "zh": "请先逐项接收"}[language])
    taker.opens(page).presses("[name=all]")
    expect(taker.reads("[name=all]")).to_have_count(0)
    sign(taker.presses(".page-head__actions .button--primary"), script)

    taker.opens(page)
    expect(taker.reads("[data-handover-state=done]")).to_be_visible()
    looks(taker, script)
    taker.opens(f"/enquiries/{number}")
    expect(taker.reads("#timeline")).to_contain_text({"en": "Handed over", "zh": "交接"}[language])


def incomplete(giver) -> None:
    """Nothing is filled in yet: what is missing is said at once, all of it."""
    giver.presses("[name=confirm]")
    expect(giver.reads(".message[data-kind=refused] li, .errors li")).to_be_visible()


def fill(giver, taker, number: str) -> None:
    """This ticket is handed over, the others are kept."""
    for item in giver.page.locator(".handover-item").all():
        item.locator("[name^=outcome-]").select_option("hand" if number in item.inner_text() else "keep")
        item.locator("[name^=note-]").fill("Der Kunde erwartet heute eine Antwort.")
    giver.types(**{f"words_{key}": "无特殊情况。" for key in WORDS})
    choice = giver.page.locator("[name=incoming] option", has_text="李娜")  # twice there: one for each language
    giver.types(incoming=choice.nth(1 if taker.username.endswith(".en") else 0).get_attribute("value"))


def sign(person, script: bool) -> None:
    looks(person, script)
    signed = person.page.locator(".signatures .sub").count()
    person.types(password=make.PASSWORD).presses(SIGNATURE)
    expect(person.page.locator(".signatures .sub")).to_have_count(signed + 1)


def looks(person, script: bool) -> None:
    if script:
        assert fit.faults(person.page) == []


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_pile_is_printed_as_one_file(signed_in, home, script):
    person = signed_in("manager", script=script).opens("/forms").presses("form[action='/forms/prints'] button")
    place = person.page.url
    expect(person.reads("#prints progress")).to_be_visible()
    looks(person, script)
    with running(home, "scheduler", says=home / "printing.log"):
        for _look in range(60):
            if person.sees("#prints .button--primary"):
                break
            person.page.wait_for_timeout(500)
            if not script:
                person.opens_address(place)
    looks(person, script)
    answer = person.page.request.get(person.address + person.reads("#prints .button--primary").get_attribute("href"))
    assert answer.status == 200 and answer.body().startswith(b"%PDF-")


@pytest.mark.rule("DM-H7")
@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_violation_is_decided_on_and_answered(signed_in, script):
    leader, clerk = signed_in("supervisor", script=script), signed_in("clerk", script=script)
    leader.opens("/handovers").presses("a[href='/handovers/violations']").presses("a[href='/handovers/violations/new']")
    choice = leader.page.locator("[name=staff] option", has_text="王芳").nth(1)  # the one who reads English
    leader.types(staff=choice.get_attribute("value"))
    if script:
        expect(leader.reads("#history h2")).to_contain_text("王芳 in the last twelve months")
        assert fit.faults(leader.page) == []
    leader.types(kind="left", text="Der Nachfolger kam erst später.", measure="fine", fine="50")
    leader.presses("main form .button--primary")
    expect(leader.flash("success")).to_be_visible()
    place = leader.page.url.removeprefix(leader.address)

    clerk.opens("/notices").presses(".notice:has-text('A decision about your handing over') button")
    assert clerk.page.url.endswith(place)
    clerk.types(text="Ich hatte angerufen.").presses("main form .button--primary")
    expect(clerk.reads("#answer-title")).to_be_visible()
    looks(clerk, script)
    leader.opens(place)
    expect(leader.reads("main")).to_contain_text("Ich hatte angerufen.")
