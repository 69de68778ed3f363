"""One home, one server, one Chromium for all browser runs; a context of its own, watched, for everybody in a test."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Error, expect, sync_playwright

from tests.browser_runs import server as portal
from tests.browser_runs.company import account
from tests.browser_runs.person import Person
from tests.browser_runs.watch import Watch

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 15_000  # for a busy machine


def pytest_itemcollected(item):
    """All runs share one server and one browser, so they stay together on one worker."""
    item.add_marker("browser")
    item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="package")
def chromium():
    with sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        except Error as error:
            pytest.skip(f"No Chromium runs here as {CHROMIUM}: {error.message.splitlines()[0]}")
        expect.set_options(timeout=PATIENCE_MS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def home(tmp_path_factory, database_setting):
    home = tmp_path_factory.mktemp("company") / "home"
    portal.make_home(home)
    return home


@pytest.fixture(scope="package")
def address(home, chromium):
    """Where the portal is; nothing is started where no browser runs."""
    with portal.serving(home) as address:
        yield address


@pytest.fixture(scope="package")
def cookies():
    """The signed-in browsers of this run by user name, so that most tests need not sign in again."""
    return {}


@pytest.fixture
def watch():
    """Fails the test on anything that went wrong unseen, unless the test said that it would."""
    watch = Watch()
    yield watch
    assert not watch.faults, "\n".join(watch.faults)


@pytest.fixture
def browser_of(chromium, address, watch):
    """`browser_of("agent.eu")` is that person's own browser, not signed in yet."""
    contexts = []

    def browser(username: str, *, script: bool = True, phone: bool = False, **options) -> Person:
        shape = {"viewport": PHONE, "has_touch": True, "is_mobile": True} if phone else {"viewport": DESK}
        context = chromium.new_context(java_script_enabled=script, **shape, **options)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        context.on("page", watch.over)
        return Person(context.new_page(), address, username)

    yield browser
    for context in contexts:
        context.close()


@pytest.fixture
def signed_in(browser_of, cookies):
    """`signed_in("clerk", "en")` is somebody of the cast who reads this language, past the sign-in page."""

    def person(part: str, language: str = "en", **options) -> Person:
        username = account(part, language)
        someone = browser_of(username, storage_state=cookies.get(username), **options)
        if username not in cookies:
            someone.opens("/login").signs_in()
            cookies[username] = someone.page.context.storage_state()
        return someone

    return person
