"""The language switch stays on the page, however deep."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser_runs.company import account

pytestmark = pytest.mark.once("a page looks the same whatever keeps its rows")


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_switching_the_language_on_a_deep_page_keeps_the_place(browser_of, script):
    clerk = browser_of(account("manager", "zh"), script=script).opens("/login").signs_in()
    clerk.opens("/tickets?state=late&level=2")
    for language, stage in (("en", "Taken in"), ("zh-Hans", "已受理")):
        clerk.presses(".language button")
        expect(clerk.reads("html")).to_have_attribute("lang", language)
        expect(clerk.reads("#lines tbody")).to_contain_text(stage)
        assert clerk.page.url.endswith("/tickets?state=late&level=2")
