"""Every page can be found: from the navigation, or by links from the first page."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest

from portal.areas import AREAS
from tests.whole import world as worlds

ELSEWHERE = {
    "access.absences": "a button of one's own page",
    "access.demands": "a button of the staff list",
    "access.factor": "a button of one's own page",
    "access.me": "behind one's own name in the bar",
    "access.new": "a button of the staff list",
    "access.password": "a button of one's own page",
    "access.back_from_provider": "the way back from the provider",
    "access.leave_for_provider": "a button of the door, where a provider is set",
    "access.permissions": "a button of the staff list",
    "access.sources": "a button of the staff list",
    "access.second_step": "behind the door",
    "access.sign_in": "the door",
    "archive.new": "a button of the customers",
    "archive.suggestions": "asked for while a name is typed",
    "enquiries.country": "asked for while a name is typed",
    "enquiries.imports": "a button of the enquiries",
    "enquiries.new": "the button of the bar",
    "handover.duty": "a button of the handovers",
    "handover.new_violation": "a button of the violations",
    "handover.violations": "a button of the handovers",
    "home.healthz": "for monitors",
    "metrics.show": "for monitors",
    "journal.checks": "a button of the journal",
    "journal.key": "a button beside the anchors",
    "journal.progress": "asked for while the journal is verified",
    "knowledge.countries": "a tab of the handbook",
    "knowledge.new_answer": "a button of the canned answers",
    "knowledge.wording": "a tab of the handbook",
    "messages.bell": "the bell of the bar",
    "messages.index": "behind the bell",
    "policy.new_version": "a button of the versions",
    "policy.versions": "a button of the regulations",
    "rebases.index": "a button of the calendars",
    "reports.tickets": "behind each figure of the reports",
    "signing.certificates": "a button of the forms",
    "signing.root_file": "a button of the certificates",
    "signing.verify": "a button of the forms",
    "enquiries.board": "an address of old; leads to the board of all tickets",
    "enquiries.index": "an address of old; leads to the list of all tickets",
    "team.departures": "a button of the shifts",
    "team.index": "a button of the handovers",
    "team.new_shift": "a button of the shifts",
    "tickets.counted_tabs": "asked for after the list, for the numbers of its tabs",
    "tickets.own_runs": "a link above the list, beside the button of changes of many",
    "tickets.saved_views": "a link beside the tabs of the list",
    "tickets.search": "the search of the bar",
    "tickets.search_words": "asked for while something is searched",
}
NO_LINKS = {
    "access.sign_in", "archive.suggestions", "enquiries.canned", "enquiries.country", "enquiries.preview", "home.healthz",
    "journal.progress", "metrics.show",
}  # fmt: skip
NO_LINKS |= {"signing.printed_file", "signing.printed_so_far"}  # of a run that is made; asked for while it is
NO_LINKS |= {"access.back_from_provider", "access.leave_for_provider"}
NO_LINKS |= {"access.second_step", "journal.key", "messages.bell", "static_files.send", "tickets.download"}
NO_LINKS |= {"signing.copy"}  # of a form that does not count any more
NO_LINKS |= {"enquiries.board", "enquiries.index", "tickets.counted_tabs", "tickets.search_words", "tickets.show"}
VISITS = 3  # of one kind of page


def test_every_page_is_in_the_navigation_or_has_a_reason(app):
    shown = {item.endpoint for area in AREAS for item in area.navigation}
    pages = {rule.endpoint for rule in worlds.pages(app)}
    assert shown <= pages
    assert not shown & set(ELSEWHERE)
    assert pages - shown == set(ELSEWHERE)


def test_a_place_is_shown_to_exactly_who_may_open_it(app):
    for item in (item for area in AREAS for item in area.navigation):
        assert app.view_functions[item.endpoint].permission is item.permission, item


def test_the_page_one_is_on_is_marked(browse, world):
    browser = browse(world.everything)
    for url in ("/", "/tickets", "/archive", "/policy"):
        (current,) = browser.get(url).soup.select(".nav [aria-current=page]")
        assert current["href"] == url


@pytest.fixture
def endpoint_of(app):
    adapter = app.url_map.bind("localhost")
    return lambda url: adapter.match(urlsplit(url).path, method="GET")[0]


def test_every_page_is_reached_by_links_from_the_first(app, browse, world, endpoint_of):
    browser, waiting, seen = browse(world.everything), ["/"], {}
    while waiting:
        url = waiting.pop(0)
        endpoint = endpoint_of(url)
        if len(seen.setdefault(endpoint, set())) >= VISITS or url in seen[endpoint]:
            continue
        seen[endpoint].add(url)
        reply = browser.get(url)
        assert reply.status in (200, 204, 303), f"{url} is linked and answers {reply.status}"
        waiting += [urljoin(url, link) for link in _links(reply)]
    pages = {rule.endpoint for rule in worlds.routes(app, "GET")}
    assert pages - set(seen) - NO_LINKS == set()


def _links(reply) -> list[str]:
    soup = reply.soup
    found = [tag["href"] for tag in soup.select("a[href]")] + [tag["action"] for tag in soup.select("form[method=get]")]
    return [link for link in found if link.startswith(("/", "?")) and not link.startswith("//")]
