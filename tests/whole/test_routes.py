"""Every door has a lock, and no unsafe request passes without a token."""

from __future__ import annotations

import pytest

from portal.access import Permission
from portal.audit import queries as journal
from tests.whole import world as worlds

OPEN = {
    "access.sign_in": "the door itself",
    "access.open_session": "the door itself",
    "access.second_step": "the second door: it asks who gave the password for a code",
    "access.finish_sign_in": "the second door",
    "access.leave_for_provider": "the door of single sign-on: out to the provider",
    "access.back_from_provider": "the door of single sign-on: what comes back is checked there",
    "home.language": "also strangers choose their language",
    "metrics.show": "a monitor asks it, with a token of its own",
    "home.healthz": "a monitor asks it",
    "static_files.send": "style and scripts of the sign-in page",
}


def test_every_route_has_a_permission_or_is_open_on_purpose(app):
    views = app.view_functions
    unlocked = {name for name, view in views.items() if not isinstance(getattr(view, "permission", None), Permission)}
    assert unlocked == set(OPEN)
    assert {name for name, view in views.items() if getattr(view, "is_open", False)} == set(OPEN)


def test_no_route_takes_more_than_one_kind_of_request(app):
    for rule in app.url_map.iter_rules():
        assert rule.methods in ({"GET", "HEAD", "OPTIONS"}, {"POST", "OPTIONS"}), rule


def test_every_number_in_an_address_has_a_bound(app):
    """A number that no database takes must be no address at all."""
    loose = {str(rule) for rule in app.url_map.iter_rules() if "<int:" in rule.rule}
    assert loose == set()


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_every_unsafe_route_refuses_a_request_without_a_token(app, browse, world, htmx):
    browser = browse(world.everything)
    before = journal.head()
    for rule in worlds.routes(app, "POST"):
        reply = browser.post(world.url(app, rule), token="", htmx=htmx, text="Hello", title="Hello")
        assert reply.status in (403, 404, 422), rule
        assert journal.head() == before, rule


def test_strangers_are_sent_to_the_door(app, browse, world):
    browser = browse()
    before = journal.head()
    for rule in worlds.routes(app, "GET", "POST"):
        if rule.endpoint in OPEN:
            continue
        url = world.url(app, rule)
        for htmx in (False, True):
            reply = browser.get(url, htmx=htmx) if "GET" in rule.methods else browser.post(url, htmx=htmx)
            assert reply.status == (204 if htmx else 303), rule
            assert reply.place.startswith("/login"), rule
    assert journal.head() == before
