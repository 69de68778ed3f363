"""What the doors need on top of the common ground: quick hashes, a browser that signs in by hand, the journal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from argon2 import PasswordHasher

from portal.access import passwords
from portal.audit.models import JournalRow
from tests import make
from tests.access.phone import Phone
from tests.browser import Browser

TOKEN = "of-the-tests"


@pytest.fixture(scope="session", autouse=True)
def quick_hashes():
    """Hashes that cost next to nothing, for every test of this folder."""
    before, passwords.hasher = passwords.hasher, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield
    passwords.hasher = before


class Door(Browser):
    """A browser at some address that nobody is signed in on yet."""

    def __init__(self, app, address="203.0.113.7"):
        super().__init__(app)
        self.client.environ_base |= {"REMOTE_ADDR": address, "HTTP_USER_AGENT": "Mozilla/5.0 (Windows) Firefox/140.0"}

    def sign_in(self, person, password=make.PASSWORD, **more):
        """Send the sign-in form; the answer. The token of the tests is put into the new cookie."""
        reply = self.post("/login", username=str(person), password=password, **more)
        self.keep_token()
        return reply

    def keep_token(self):
        with self.client.session_transaction() as cookie:
            cookie["csrf_token"] = TOKEN

    def cookie(self) -> dict:
        with self.client.session_transaction() as cookie:
            return dict(cookie)


@pytest.fixture
def door(app, cast):
    """`door()` is a browser in front of the sign-in page; `door(address)` one elsewhere."""

    def start(address="203.0.113.7") -> Door:
        return Door(app, address)

    return start


@pytest.fixture
def journal(database):
    """`journal("staff.hired")`: the rows of one kind that the test wrote, oldest first."""
    newest = JournalRow.select().order_by(JournalRow.id.desc()).first()
    since = newest.id if newest else 0

    def rows(what):
        return list(JournalRow.select().where(JournalRow.what == what, JournalRow.id > since).order_by(JournalRow.id))

    return rows


@pytest.fixture
def set_up_as(app, monkeypatch):
    """`set_up_as(demo=True)`: the application with other settings for one test."""

    def change(**settings):
        monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], **settings))

    return change


@pytest.fixture
def deputy(database):
    """A second administrator."""
    return make.staff("admin2", name="郑副", roles=["admin"], region="hq", department="it")


@pytest.fixture
def factor_of(browse):
    """`factor_of(person)`: sets up a second factor on the pages; the phone, and the recovery codes on paper."""

    def set_up(person) -> tuple[Phone, list[str]]:
        browser = browse(person)
        assert browser.post("/me/factor").place == "/me/factor"
        phone = Phone(browser.get("/me/factor").text_of("#factor-secret"))
        reply = browser.post("/me/factor/confirmation", code=phone.code(-1))
        assert reply.status == 200, reply.text_of("main")
        return phone, [tag.text for tag in reply.soup.select("#recovery-codes code")]

    return set_up
