"""The areas of the portal in one list: their pages, and their places in the navigation."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from flask import Blueprint, Flask, request

from portal import access
from portal.access import telling as _access  # noqa: F401  (each enters the words its journal rows are told with)
from portal.access.permissions import Permission
from portal.access.roles import permissions_of
from portal.access.views import blueprint as access_pages
from portal.archive import telling as _archive  # noqa: F401
from portal.archive.views import blueprint as archive_pages
from portal.clocks import telling as _clocks  # noqa: F401
from portal.clocks.views import blueprint as clocks_pages
from portal.core import static, web
from portal.core.i18n import language, lazy
from portal.enquiries import papers as _enquiry_papers  # noqa: F401  (enters its forms into the catalogue)
from portal.enquiries import telling as _enquiries  # noqa: F401
from portal.enquiries.views import blueprint as enquiries_pages
from portal.handover import readiness as _handover_papers  # noqa: F401
from portal.handover import record as _handover_record  # noqa: F401
from portal.handover import telling as _handover  # noqa: F401
from portal.handover.views import blueprint as handover_pages
from portal.home.views import blueprint as home_pages
from portal.journal.views import blueprint as journal_pages
from portal.knowledge import telling as _knowledge  # noqa: F401
from portal.knowledge.views import blueprint as knowledge_pages
from portal.messages import hooks as _messages  # noqa: F401  (enters what it wants to be told of)
from portal.messages.queries import bell
from portal.messages.views import blueprint as messages_pages
from portal.openings import papers as _opening_papers  # noqa: F401
from portal.operations import hub
from portal.operations import telling as _operations  # noqa: F401
from portal.operations.hub import Place
from portal.operations.views import blueprint as operations_pages
from portal.operations.views import metrics as metrics_pages
from portal.policy import telling as _policy  # noqa: F401
from portal.policy.views import blueprint as policy_pages
from portal.reports import telling as _reports  # noqa: F401
from portal.reports.views import blueprint as reports_pages
from portal.signing import telling as _signing  # noqa: F401
from portal.signing.views import blueprint as signing_pages
from portal.team import leaving as _team_papers  # noqa: F401
from portal.team import telling as _team  # noqa: F401
from portal.team.views import blueprint as team_pages
from portal.tickets.views import blueprint as tickets_pages
from portal.tickets.views.rebases import blueprint as rebases_pages


class Item(NamedTuple):
    """A place in the navigation: its word, its endpoint, and what a person must be allowed to do to see it."""

    label: str
    endpoint: str
    permission: Permission


class Area(NamedTuple):
    """One area with pages."""

    blueprint: Blueprint
    navigation: tuple[Item, ...] = ()


class Link(NamedTuple):
    """An item as base.html shows it."""

    label: str
    url: str
    current: bool


AREAS = (
    Area(home_pages, (Item(lazy("Today"), "home.index", Permission.HOME_VIEW),)),
    Area(enquiries_pages),
    Area(tickets_pages, (Item(lazy("Tickets"), "tickets.index", Permission.TICKETS_VIEW),)),
    Area(archive_pages, (Item(lazy("Customers"), "archive.index", Permission.ARCHIVE_VIEW),)),
    Area(signing_pages, (Item(lazy("Forms"), "signing.index", Permission.SIGNING_VIEW),)),
    Area(handover_pages, (Item(lazy("Handovers"), "handover.index", Permission.HANDOVER_VIEW),)),
    Area(team_pages),
    Area(messages_pages),
    Area(knowledge_pages, (Item(lazy("Handbook"), "knowledge.answers", Permission.KNOWLEDGE_VIEW),)),
    Area(reports_pages, (Item(lazy("Reports"), "reports.index", Permission.REPORTS_VIEW),)),
    Area(clocks_pages, (Item(lazy("Calendars"), "clocks.index", Permission.CLOCKS_MANAGE),)),
    Area(rebases_pages),
    Area(policy_pages, (Item(lazy("Regulations"), "policy.index", Permission.POLICY_VIEW),)),
    Area(journal_pages, (Item(lazy("Journal"), "journal.index", Permission.AUDIT_VIEW),)),
    Area(access_pages, (Item(lazy("Staff"), "access.people", Permission.ACCESS_VIEW),)),
    Area(operations_pages, (Item(lazy("Operations"), "operations.index", Permission.OPERATIONS_VIEW),)),
    Area(metrics_pages),
)

PLACES = (
    Place(lazy("Staff"), lazy("Accounts, roles, passwords, signed-in browsers"), "access.people", Permission.ACCESS_VIEW),
    Place(lazy("Calendars"), lazy("Days off, make-up workdays, prayer times"), "clocks.index", Permission.CLOCKS_MANAGE),
    Place(lazy("Regulations"), lazy("Rules and their figures"), "policy.index", Permission.POLICY_VIEW),
)


def init_app(app: Flask) -> None:
    """Register every area, and give base.html its reader, navigation and bell."""
    access.init_app(app)
    for area in AREAS:
        app.register_blueprint(area.blueprint)
    hub.enter(PLACES)
    web.frame_with(app, frame)


def addresses() -> Flask:
    """An application of the areas' addresses alone, without a home or a database: for what is told of the code itself."""
    app = Flask("portal", static_folder=None)
    for blueprint in (static.blueprint, *(area.blueprint for area in AREAS)):
        app.register_blueprint(blueprint)
    return app


def frame() -> dict:
    """What base.html shows around a page for the person who reads it."""
    reader = access.staff_or_none()
    return {
        "reader": reader,
        "navigation": _links(tuple(reader.roles), request.endpoint, language()) if reader else (),
        "bell": bell(reader) if reader else "",
        "compose": web.address("enquiries.new") if reader and reader.may(Permission.ENQUIRIES_TAKE) else "",
    }


@lru_cache(maxsize=1024)
def _links(roles: tuple[str, ...], endpoint: str | None, _language: str) -> tuple[Link, ...]:
    return tuple(Link(str(item.label), web.address(item.endpoint), endpoint == item.endpoint) for item in _items(roles))


@lru_cache(maxsize=256)
def _items(roles: tuple[str, ...]) -> tuple[Item, ...]:
    allowed = permissions_of(roles)
    return tuple(item for area in AREAS for item in area.navigation if item.permission in allowed)


