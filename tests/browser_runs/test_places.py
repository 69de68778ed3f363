"""The table of pages is whole: a page that is added to the portal is added to the table."""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.browser_runs.places import EVERYWHERE

NO_PAGES = {
    "static_files.send", "home.healthz", "metrics.show", "tickets.download",  # no HTML
    "signing.prints", "signing.printed_so_far", "signing.printed_file",  # of one person's own; test_handover.py looks at it
    "signing.file", "signing.copy", "signing.root_file",  # files
    "messages.bell", "archive.suggestions", "enquiries.canned", "enquiries.country",  # pieces of pages
    "journal.key", "journal.progress",  # a file, a piece of a page
    "enquiries.index", "enquiries.board", "tickets.show",  # lead elsewhere
    "tickets.counted_tabs", "tickets.search_words",  # pieces of pages
    "access.second_step",  # between the password and the session
    "access.leave_for_provider", "access.back_from_provider",  # lead elsewhere; without a provider there are none
    "access.absence",  # as a colleague's, which is the same page
    "tickets.show_run",  # of one person's own; test_work.py looks at it
    "tickets.view_form",  # of a view that somebody kept; test_views.py looks at it
    "enquiries.preview",  # needs a file that was brought first
}  # fmt: skip


def test_every_page_is_looked_at(app):
    addresses = app.url_map.bind("")
    looked_at = {addresses.match(urlsplit(place.path).path, method="GET")[0] for place in EVERYWHERE if place.status != 404}
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert pages - looked_at == NO_PAGES
