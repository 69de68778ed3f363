"""The whole story of an enquiry, as a clerk and an engineer live it: from the customer's e-mail to the archived case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser_runs.company import account

LANGUAGE_OF_THE_PAGE = {"zh": "zh-Hans", "en": "en"}
CITIES = {"zh": ["柏林", "上海"], "en": ["Berlin", "Shanghai"]}  # the customer and the region share one zone
ARCHIVED = {"zh": "已归档", "en": "Archived"}


def later(**delta: int) -> str:
    """A moment that lies ahead, as a date field takes it."""
    return (datetime.now(UTC) + timedelta(days=1, **delta)).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.rule("CR-3", "CR-4.1", "CR-8", "CS-3.1a", "CS-3.1c", "CS-3.1e", "TM-4.6")
@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_the_first_word_to_the_archive(browser_of, language, script):
    clerk = browser_of(account("clerk", language), script=script).opens("/").signs_in()
    expect(clerk.reads("html")).to_have_attribute("lang", LANGUAGE_OF_THE_PAGE[language])

    customer = f"Hansa Pumpen {language} {'S' if script else 'P'} GmbH"
    number = clerk.takes_in(customer=customer)
    assert clerk.reads(".clock .pill[data-state=ok]").inner_text(), "by when the first answer is due"
    reads_why(clerk, language, script=script)

    clerk.opens(f"/enquiries/{number}")
    clerk.makes("reply", text="Guten Tag, wir prüfen die Lieferzeit.", promised_at=later())
    clerk.makes("transfer", to=option_of(clerk, "陈工"), text="Kunde fragt die Lieferzeit der P-300; bitte Produktionsplan.")

    engineer = browser_of(account("engineer", language), script=script).opens("/").signs_in()
    engineer.presses("#bell").presses(f".notice:has-text('{number}') button")
    engineer.makes("solve", text="P-300 ab 15.12. lieferbar, 20 Stück.")

    clerk.presses("#bell").presses(f".notice:has-text('{number}') button")
    expect(clerk.reads("#move-answer")).to_be_visible()
    clerk.makes("answer", text="Die P-300 ist ab 15. Dezember lieferbar.")
    clerk.makes("follow", score="5", text="Sehr schnell, danke.")
    clerk.makes("archive", cause="Der Produktionsplan war nicht bekannt.", text="Den Plan jede Woche ablegen.")
    expect(clerk.reads(".stages [aria-current]")).to_have_text(ARCHIVED[language])


def option_of(person, name: str) -> str:
    """The value of the colleague of this name who reads the same language as everybody in this story."""
    person.presses("#moves .tabs a[href*='do=transfer#']")
    options = person.page.locator(f"[name=to] option:has-text('{name}')")
    return options.nth(1 if person.username.endswith(".en") else 0).get_attribute("value")


def reads_why(clerk, language: str, *, script: bool) -> None:
    """Why this moment: by the customer's, the region's and headquarters' clock, day by day, with the rule."""
    clerk.presses(".clock__foot a:not(.rule)")
    if script:
        expect(clerk.reads("[id^=ledger-] .rule")).to_have_text("CS-3.1a")
        clerk.presses("[id^=ledger-] p > a:not(.rule)")
    expect(clerk.reads(".ledger [data-kind=due]")).to_contain_text("CS-3.1a")
    expect(clerk.page.locator(".ledger thead .sub")).to_have_text(CITIES[language])
