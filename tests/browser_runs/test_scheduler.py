"""The scheduler in a process of its own: what is late becomes a miss, and the next person up is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser_runs.server import running

LOOKS, BETWEEN_LOOKS_MS = 20, 1000  # the scheduler begins with a round and makes one every second


@pytest.mark.rule("CR-10", "TM-4.2e")
def test_a_missed_first_answer_reaches_the_clerk_and_the_supervisor(signed_in, home):
    clerk, supervisor = signed_in("clerk"), signed_in("supervisor", "zh")
    long_ago = (datetime.now(UTC) - timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    number = clerk.takes_in(customer="Zu spät GmbH", received_at=long_ago, urgency="urgent")  # told at any hour
    expect(clerk.reads(".clock .pill[data-state=late]")).to_be_visible()
    with running(home, "scheduler", says=home / "scheduler.log"):
        assert is_told(clerk, number) and is_told(supervisor, number)
    clerk.opens(f"/enquiries/{number}")
    expect(clerk.reads("#timeline")).to_contain_text("Missed")


def is_told(person, number: str) -> bool:
    for _look in range(LOOKS):
        if person.opens("/notices").sees(f".notice[data-state=unread]:has-text('{number}')"):
            return True
        person.page.wait_for_timeout(BETWEEN_LOOKS_MS)
    return False
