"""What the portal uses of htmx-flask, and what it does itself."""

from __future__ import annotations

import pytest
from flask import Response

from portal.core import htmx


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
        ({"HX-Boosted": "true"}, False),
        ({"HX-Request": "nonsense"}, False),
    ],
)
def test_who_wants_a_piece(app, headers, wanted):
    with app.test_request_context(headers=headers):
        assert htmx.wants_fragment() is wanted


def test_a_redirect_is_percent_encoded_once():
    assert htmx.redirect_to("/a?q=中&b=%20#c").headers["HX-Redirect"] == "/a?q=%E4%B8%AD&b=%20#c"
    assert htmx.redirect_to("/a b\r\nSet-Cookie: x").headers["HX-Redirect"] == "/a%20b%0D%0ASet-Cookie:%20x"


def test_events_travel_in_ascii():
    sent = htmx.trigger(Response(), taken={"who": "王芳"}).headers["HX-Trigger"]
    assert sent == '{"taken": {"who": "\\u738b\\u82b3"}}'
