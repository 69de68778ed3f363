"""What a notice may be, and what the bell shows."""

from __future__ import annotations

import pytest

from portal.messages import rules

GOOD = {"kind": "late", "occasion": "EQ-2026-00042:late", "url": "/tickets/EQ-2026-00042"}


def test_a_notice_leads_to_a_page_of_the_portal():
    assert rules.fault_of_notice(**GOOD) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "alarm"},
        {"occasion": ""},
        {"occasion": "x" * 201},
        {"url": "https://elsewhere.example/"},
        {"url": "//elsewhere.example/"},
        {"url": "javascript:alert(1)"},
        {"url": "/" + "x" * 500},
    ],
)
def test_anything_else_is_a_mistake_of_the_teller(wrong):
    assert rules.fault_of_notice(**GOOD | wrong)


@pytest.mark.parametrize(("unread", "shown"), [(0, ""), (1, "1"), (99, "99"), (100, "99+"), (5_000, "99+")])
def test_the_bell_counts_to_99(unread, shown):
    assert rules.bell_of(unread) == shown
