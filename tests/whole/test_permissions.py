"""Role by role: what it opens is what its row in the table of roles says, and nothing else."""

from __future__ import annotations

import pytest

from portal.access.permissions import Permission
from portal.access.roles import ROLES
from portal.audit import queries as journal
from tests import make
from tests.whole import world as worlds

BY_TOKEN = {"metrics.show"}  # for a monitor, which no session opens: tests/operations/test_metrics.py
SHOWN = {200, 204, 286, 303}  # 286: a progress that is over


@pytest.fixture(params=ROLES)
def holder(request, world):
    """Somebody with this role alone."""
    return make.staff(f"one.{request.param}", roles=[request.param], region="hq")


def test_a_page_opens_exactly_for_who_may(app, browse, holder):
    browser = browse(holder)
    allowed = ROLES[holder.roles[0]].permissions
    for rule in worlds.pages(app):
        if rule.endpoint in BY_TOKEN:
            continue
        wanted = worlds.permission(app, rule)
        status = browser.get(rule.rule).status
        if wanted is None or wanted in allowed:
            assert status in SHOWN, rule
        else:
            assert status == 403, rule


def test_who_may_not_changes_nothing(app, browse, world, holder):
    browser = browse(holder)
    allowed = ROLES[holder.roles[0]].permissions
    before = journal.head()
    for rule in worlds.routes(app, "POST"):
        wanted = worlds.permission(app, rule)
        if wanted is not None and wanted not in allowed:
            assert browser.post(world.url(app, rule)).status == 403, rule
    assert journal.head() == before


@pytest.mark.parametrize("role", ["admin", "auditor", "hr"])
def test_who_has_no_business_with_content_sees_none(app, browse, world, role):
    browser = browse(make.staff(f"one.{role}", roles=[role], region="hq"))
    for rule in worlds.routes(app, "GET"):
        soup = browser.get(world.url(app, rule), check=False).soup
        for form in soup.select("form.language"):
            form.decompose()  # it repeats the address
        for word in (worlds.TITLE, worlds.CUSTOMER, worlds.WORDS, world.ticket.number, "geheim@example.com"):
            assert word not in str(soup), rule


def test_every_role_opens_its_first_page_and_the_regulations(browse, holder):
    browser = browse(holder)
    for url in ("/", "/policy", "/me", "/notices"):
        assert browser.get(url).status == 200


def test_every_permission_is_somebody_s():
    assert set().union(*(role.permissions for role in ROLES.values())) == set(Permission)
