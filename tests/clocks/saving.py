"""Editing a calendar as a person does: the form, then the preview, then the confirmation."""

from __future__ import annotations

import re


def save(browser, url: str, *, then: str = "save", **fields):
    """Send an edit and confirm its preview; the answer to the confirmation."""
    reply = browser.post(url, **fields)
    assert reply.status == 303, reply.text
    assert re.fullmatch(r"/calendars/rebases/\d+", reply.place)
    assert browser.get(reply.place).status == 200
    return browser.post(f"{reply.place}/confirmation", then=then)
