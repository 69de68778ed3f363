"""One thing of each kind, so that every address of the portal can be filled in."""

from __future__ import annotations

from types import SimpleNamespace

from portal.access.models import Session, Staff
from portal.access.roles import ROLES
from portal.archive.cards import CustomerCard
from portal.clocks import queries as clocks
from portal.enquiries import actions as enquiries
from portal.messages.models import Notice
from portal.tickets.models import Attachment, Ticket
from tests import make

TITLE, CUSTOMER, WORDS = "Geheime Anfrage zur Pumpe", "Müller Geheimbau GmbH", "Vertraulicher Wortlaut"
SAFE = {"GET", "HEAD", "OPTIONS"}


class World(SimpleNamespace):
    """People and things that stand in addresses."""

    everything: Staff  # somebody with every role
    ticket: Ticket
    customer: CustomerCard
    notice: Notice
    session: Session
    file: Attachment

    def arguments(self, rule) -> dict:
        """What to fill into the address of a route; KeyError for a new kind of thing, which belongs in here."""
        return {name: self.values(rule.endpoint)[name] for name in rule.arguments}

    def values(self, endpoint: str) -> dict:
        area = endpoint.partition(".")[0]
        numbers = {"archive": self.customer.id, "messages": self.notice.id}
        return {
            "number": 1 if endpoint == "enquiries.revert" else numbers.get(area, self.ticket.number),
            "key": "note",
            "path": "backups",
            "position": 0,
            "stopwatch_id": clocks.stopwatches_of(self.ticket)[0].id,
            "file_id": self.file.id,
            "username": "agent.us",
            "session_id": self.session.id,
            "rule_id": "CP-15.1",
            "code": "hq",
            "year": 2026,
            "day": "2026-10-01",
            "token": "0" * 32,
            "digest": "0" * 12,
            "name": "portal.css",
        }

    def url(self, app, rule) -> str:
        with app.test_request_context():
            return app.url_for(rule.endpoint, **self.arguments(rule))


def build(app, cast, *, title: str = TITLE, customer: str = CUSTOMER, words: str = WORDS) -> World:
    """The world around one ticket with a file, a notice and a person with every role."""
    everything = make.staff("everything", roles=list(ROLES), region="hq")
    buyer = make.customer(customer, email="geheim@example.com")
    ticket = make.enquiry(by=cast.clerk, title=title, text=words, customer=buyer)
    given = {"text": words, "files": [("geheim.txt", b"text")], "store": app.extensions["store"]}
    ticket = enquiries.make(ticket, "note", given, by=cast.clerk)
    enquiries.make(ticket, "transfer", {"to": cast.engineer.id, "text": words}, by=cast.clerk)
    return World(
        everything=everything,
        ticket=Ticket.get_by_id(ticket.id),
        customer=buyer,
        notice=Notice.get(Notice.staff == cast.engineer),
        session=SimpleNamespace(id=1),
        file=Attachment.get(),
    )


def routes(app, *methods: str) -> list:
    """The routes that take one of these methods, in the order of their addresses."""
    return sorted((rule for rule in app.url_map.iter_rules() if rule.methods & set(methods)), key=str)


def pages(app) -> list:
    """What can be opened without filling anything in."""
    return [rule for rule in routes(app, "GET") if not rule.arguments]


def permission(app, rule):
    return getattr(app.view_functions[rule.endpoint], "permission", None)
