"""Saved views: kept, pinned, renamed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser_runs import axe
from tests.browser_runs.conftest import PHONE
from tests.browser_runs.measures import too_wide

pytestmark = pytest.mark.once("a page looks the same whatever keeps its rows")


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_view_is_kept_and_becomes_a_tab(signed_in, script):
    leader = signed_in("supervisor", script=script).opens("/tickets?level=3&group=stage")
    leader.presses(".filters a[href*='/tickets/views']")
    leader.types(name="Schwierige", scope="team").presses("main .button--primary")
    tab = leader.page.locator(".tabs a[aria-current=page]")
    expect(tab).to_contain_text("Schwierige")
    leader.presses(".tabs__more").presses("main tbody a:not(.row-link)")
    if script:
        assert axe.faults(leader.page) == []
        leader.page.set_viewport_size(PHONE)
        assert too_wide(leader.page) == []
    leader.types(name="Noch schwieriger").presses("main .button--primary")
    expect(leader.reads("main tbody")).to_contain_text("Noch schwieriger")
    leader.presses("main tbody a:not(.row-link)").presses("main .button--quiet")
    expect(leader.flash("success")).to_be_visible()


def test_the_tabs_say_how_many_there_are(signed_in):
    clerk = signed_in("clerk").opens("/tickets")
    expect(clerk.reads("#tab-0 .count")).to_be_visible()
