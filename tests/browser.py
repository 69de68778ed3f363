"""A browser for tests: signs in by a real session, follows forms, and checks every page it is given."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cached_property

from bs4 import BeautifulSoup
from flask import session
from flask_wtf.csrf import generate_csrf

from portal.access.actions import start_session
from tests.page_checks import faults

NO_TEXT = ("application/pdf", "application/pkix-cert")


class Reply:
    """An answer: its status, text, headers, and what a person would read."""

    def __init__(self, response, url: str):
        self.status, self.headers, self.url, self.data = response.status_code, response.headers, url, response.data
        self.text = "" if response.mimetype in NO_TEXT else response.text

    @cached_property
    def soup(self):
        return BeautifulSoup(self.text, "html.parser")

    @property
    def place(self) -> str | None:
        """Where it sends the browser, on either way."""
        return self.headers.get("HX-Redirect") or self.headers.get("Location")

    def text_of(self, selector: str) -> str:
        """What is written in the first match, blanks folded. Fails when there is none."""
        found = self.soup.select_one(selector)
        assert found is not None, f"{selector} is not on {self.url}"
        return re.sub(r"\s+", " ", found.text).strip()

    def has(self, selector: str) -> bool:
        return self.soup.select_one(selector) is not None

    def value_of(self, name: str) -> str:
        """What stands in the field of this name, as it would be sent."""
        field = self.soup.select_one(f"[name='{name}']")
        assert field is not None, f"there is no field {name} on {self.url}"
        if field.name == "textarea":
            return field.text.removeprefix("\r").removeprefix("\n")
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            return chosen.get("value", chosen.text) if chosen else ""
        return field.get("value", "")


class Browser:
    """One browser of one person (None: nobody is signed in). `language` is "en" unless the test wants Chinese."""

    def __init__(self, app, person=None, language: str = "en"):
        self.client = app.test_client()
        self.client.set_cookie("portal-language", language)
        if person is not None:
            self._sign_in(person, language)
        with self.client.session_transaction() as cookie:
            cookie["csrf_token"] = "of-the-tests"
        with app.test_request_context():
            session["csrf_token"] = "of-the-tests"
            self.token = generate_csrf()

    def _sign_in(self, person, language: str) -> None:
        person.language = language
        type(person).update(language=language).where(type(person).id == person.id).execute()
        started = start_session(person, address="127.0.0.1", agent="tests", lasts=timedelta(hours=24))
        with self.client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = started.token, True

    def get(self, url: str, *, htmx: bool = False, headers=None, check: bool = True) -> Reply:
        return self._checked(self.client.get(url, headers=_headers(htmx, headers)), url, htmx, check)

    def post(
        self, url: str, *, htmx: bool = False, token: str | None = None, headers=None, check: bool = True, **fields
    ) -> Reply:
        """Send a form with a good token (or the one given); fields named with a trailing _ lose it."""
        data = {"csrf_token": self.token if token is None else token}
        data |= {name.rstrip("_"): value for name, value in fields.items()}
        response = self.client.post(url, data=data, headers=_headers(htmx, headers), content_type="multipart/form-data")
        return self._checked(response, url, htmx, check)

    def _checked(self, response, url: str, htmx: bool, check: bool) -> Reply:
        reply = Reply(response, url)
        if check and reply.headers.get("Content-Type", "").startswith("text/html") and reply.text.strip():
            whole = "<html" in reply.text
            found = list(faults(reply.text, whole=whole))
            assert not found, f"{url}: " + "; ".join(found)
            assert "Traceback" not in reply.text
        return reply


def _headers(htmx: bool, more) -> dict:
    return ({"HX-Request": "true"} if htmx else {}) | (more or {})
