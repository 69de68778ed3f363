"""An enquiry on paper (F-10): filled in from its ticket, frozen, signed with the password, verified; a changed file is found."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser_runs import fit


@pytest.mark.rule("DM-O1")
@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_form_is_filled_in_signed_and_verified(signed_in, watch, script):
    watch.expected |= {409, 422}
    clerk = signed_in("clerk", script=script)
    number = clerk.takes_in(customer="Oder Pumpen GmbH", title="Auf Papier, bitte")
    clerk.opens(f"/enquiries/{number}").presses("[aria-labelledby=papers-title] a")
    expect(clerk.reads("[name=f_number]")).to_have_value(number)
    looks(clerk, script)
    clerk.types(f_answer="Ab dem 15. Dezember lieferbar.").presses("main form .button--primary")
    looks(clerk, script)
    clerk.presses("form[action$='/freeze'] button")
    clerk.types(password="not this one").presses(".sign .button--primary")
    expect(clerk.reads(".sign .errors")).to_be_visible()
    clerk.types(password=make.PASSWORD).presses(".sign .button--primary")
    expect(clerk.reads("[data-form-state=done]")).to_be_visible()
    looks(clerk, script)

    address = clerk.address + clerk.reads(".page-head__actions a[href*='file.pdf']").get_attribute("href")
    file = clerk.page.request.get(address).body()
    assert verdict(clerk, file) == "good"
    looks(clerk, script)
    assert verdict(clerk, file.replace(b"/Title", b"/Titel", 1)) == "altered"


def verdict(person, file: bytes) -> str:
    person.opens("/verify")
    person.page.set_input_files("[name=file]", {"name": "form.pdf", "mimeType": "application/pdf", "buffer": file})
    person.presses("main form .button--primary")
    expect(person.reads("[data-verdict]")).to_be_visible()
    return person.reads("[data-verdict]").get_attribute("data-verdict")


def looks(person, script: bool) -> None:
    if script:
        assert fit.faults(person.page) == []
