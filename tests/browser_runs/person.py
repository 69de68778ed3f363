"""Somebody at a browser: opens pages, types, presses, reads."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests import make

GERMAN = {
    "country": "DE", "channel": "email", "kind": "business", "subject": "product", "level": "2", "urgency": "normal",
    "title": "Lieferzeit der Pumpe P-300", "text": "Wann kann die Pumpe P-300 geliefert werden?",
}  # fmt: skip


class Person:
    """One person at one page. `opens` takes addresses of the portal, `enquiry` the number of an enquiry."""

    def __init__(self, page: Page, address: str, username: str):
        self.page, self.address, self.username = page, address, username

    def opens(self, path: str) -> Person:
        return self.opens_address(self.address + path)

    def opens_address(self, url: str) -> Person:
        self.page.goto(url)
        return self

    def signs_in(self, password: str = make.PASSWORD) -> Person:
        """On the sign-in page, wherever it was met; ends on the page that comes after it."""
        self.page.fill("[name=username]", self.username)
        self.page.fill("[name=password]", password)
        self.page.click("main button")
        expect(self.page.locator(".bar__reader")).to_be_attached()  # on a phone it lies in the menu
        return self

    def types(self, **fields: str) -> Person:
        """Fill fields by name; a choice by its value."""
        for name, value in fields.items():
            field = self.page.locator(f"main [name={name}]").first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            elif field.get_attribute("type") == "radio":
                self.page.check(f"main [name={name}][value='{value}']")
            else:
                field.fill(value)
        return self

    def presses(self, selector: str) -> Person:
        self.page.click(selector)
        return self

    def makes(self, move: str, **fields: str) -> Person:
        """One step of an enquiry, on its page: opens the step's form where it is not open, types, sends, is told so."""
        if not self.sees(f"#move-{move}"):
            self.page.click(f"#moves .tabs a[href*='do={move}#']")
            expect(self.page.locator(f"#move-{move}")).to_be_visible()
        self.types(**fields).forgets_what_was_told().presses(f"#move-{move} .button--primary")
        expect(self.flash("success")).to_be_visible()
        return self

    def forgets_what_was_told(self) -> Person:
        """Take old messages away, so that the next one seen belongs to what is done next."""
        self.page.locator(".flash").evaluate_all("lines => lines.forEach(line => line.remove())")
        return self

    def takes_in(self, **fields: str) -> str:
        """Take in an e-mail from Germany, or what the fields say instead; the enquiry's number."""
        self.opens("/enquiries/new").types(**GERMAN | fields).presses("#take .button--primary")
        self.page.wait_for_url("**/enquiries/E*")
        return self.page.url.rsplit("/", 1)[1]

    def sees(self, selector: str) -> bool:
        return self.page.locator(selector).count() > 0

    def reads(self, selector: str) -> Locator:
        return self.page.locator(selector).first

    def flash(self, kind: str) -> Locator:
        return self.page.locator(f".flash[data-kind={kind}]").first
