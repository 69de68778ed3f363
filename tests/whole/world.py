"""One thing of each kind, so that every address of the portal can be filled in."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

from portal.access.actions import enter_absence
from portal.access.models import Absence, Session, Staff
from portal.access.roles import ROLES
from portal.archive.cards import CustomerCard
from portal.clocks import queries as clocks
from portal.clocks.actions import edits
from portal.clocks.actions import rebases as runs
from portal.clocks.calendar import OFF, Day
from portal.clocks.models import RebaseRun
from portal.core import time
from portal.enquiries import actions as enquiries
from portal.handover.actions import gaps, handovers, violations
from portal.handover.actions.handovers import Filled
from portal.handover.measures import Decision
from portal.handover.models import Gap, Handover, Violation
from portal.handover.queries.handovers import standing
from portal.messages.models import Notice
from portal.openings.papers import SLIP
from portal.operations import actions as operations
from portal.operations.models import REHEARSAL, Errand
from portal.policy import actions as policies
from portal.policy import in_force
from portal.policy.models import PolicyVersion
from portal.reports import jobs as reports
from portal.signing.actions import documents as signing
from portal.signing.actions import prints
from portal.signing.models import Document, PrintRun
from portal.team.actions import departures
from portal.team.models import Departure
from portal.team.queries import shifts as team
from portal.team.rules import relief_of, turn_of
from portal.tickets.actions import linking, merging, rebases, saved
from portal.tickets.actions import runs as changes
from portal.tickets.models import Attachment, BulkRun, Draft, Regrouping, SavedView, Ticket
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
    regrouping: Regrouping  # another ticket was merged into this one
    child: Ticket  # of this one
    version: PolicyVersion  # proposed; another one is approved
    run: RebaseRun  # a preview of an edit of a calendar
    errand: Errand  # a rehearsal that went well
    draft: Draft  # of a step of the ticket, one's own
    bulk: BulkRun  # a preview of a change of many
    view: SavedView  # one's own
    absence: Absence  # one's own
    away: Absence  # of agent.us
    form: Document  # a slip, still a draft
    handover: Handover  # one's own, being prepared, with the ticket of `build` in it
    departure: Departure  # of agent.us, being prepared
    prints: PrintRun  # one's own, not made yet
    gap: Gap  # the desk of Europe stood empty
    violation: Violation  # of the clerk

    def arguments(self, rule) -> dict:
        """What to fill into the address of a route; KeyError for a new kind of thing, which belongs in here."""
        return {name: self.values(rule.endpoint)[name] for name in rule.arguments}

    def values(self, endpoint: str) -> dict:
        area = endpoint.partition(".")[0]
        numbers = {"archive": self.customer.id, "messages": self.notice.id}
        numbers |= {"policy": self.version.number, "rebases": self.run.id, "journal": 1}
        numbers |= {"operations": self.errand.id, "knowledge": 1, "signing": self.form.number}
        numbers |= {"handover": self.handover.id, "team": self.departure.id}
        single = {"enquiries.revert": 1, "handover.arrange": self.gap.id, "handover.arrangement": self.gap.id}
        single |= dict.fromkeys((f"handover.{name}violation" for name in ("", "answer_", "withdraw_")), self.violation.id)
        single |= dict.fromkeys(("team.shift", "team.change_shift", "team.end_shift"), self.handover.shift_id)
        return {
            "number": single.get(endpoint) or numbers.get(area, self.ticket.number),
            "item_id": 1,
            "key": "F-03" if area == "signing" else "note",
            "run_id": self.prints.id if area == "signing" else self.bulk.id,
            "view_id": self.view.id,
            "path": "backups",
            "stopwatch_id": clocks.stopwatches_of(self.ticket)[0].id,
            "file_id": self.file.id,
            "regrouping_id": self.regrouping.id,
            "username": "agent.us",
            "session_id": self.session.id,
            "draft_id": self.draft.id,
            "source": "ldap",
            "absence_id": (self.away if endpoint.endswith("_of") else self.absence).id,
            "rule_id": "CP-15.1",
            "code": "hq",
            "country": "DE",
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
    reports.keep(now=time.now())
    slip = _slip(buyer, everything, words)
    return World(
        everything=everything,
        ticket=Ticket.get_by_id(ticket.id),
        customer=buyer,
        notice=Notice.get(Notice.staff == cast.engineer),
        session=SimpleNamespace(id=1),
        file=Attachment.get(),
        regrouping=_merged(ticket, buyer, cast, title=title, text=words),
        version=versions(cast),
        run=preview(everything),
        errand=rehearsed(everything),
        draft=Draft.create(staff=everything, ticket=ticket, address=_note(ticket), texts={"text": words}, saved_at=time.now()),
        bulk=changes.preview([Ticket.get_by_id(ticket.id)], [("note", {"text": words})], by=everything),
        view=saved.save(title, "level=3", "own", pin=True, by=everything),
        child=_linked(ticket, buyer, cast, title=title, text=words),
        absence=_absence(everything),
        away=_absence(cast.stranger),
        form=slip,
        prints=prints.ask([slip], by=everything, at=time.now()),
        handover=_handover(everything, cast.clerk),
        departure=departures.begin(cast.stranger, everything, date(2026, 12, 31), by=cast.manager, at=time.now()),
        gap=_gap(),
        violation=violations.record(cast.clerk, "eu", _broken(words), about=None, by=cast.supervisor, at=time.now()),
    )


def _handover(person: Staff, relief: Staff) -> Handover:
    """Prepared for the last turn of a shift that another one follows."""
    shift = make.shift("hq", "08:00", "12:00", [person])
    make.shift("hq", "12:00", "18:00", [make.staff("relief.hq", region="hq")], name="晚班")
    now = time.now()
    schedule = team.schedule("hq", now)
    turn = turn_of([shift.id], schedule, now)
    made = handovers.prepare(person, "hq", turn, relief_of(turn, schedule), by=person, at=now)
    handovers.fill(standing(made), Filled(relief, {}, {}), revision=1, by=person, at=now)
    return Handover.get_by_id(made.id)


def _broken(words: str) -> Decision:
    return Decision("other", date(2026, 1, 5), words, "warning", None)


def _gap() -> Gap:
    gaps.note("desk:eu:2026-11-26", Gap.DESK, "eu", staff=None, due_at=time.now(), people=[], said=("空", "empty"), at=time.now())
    return Gap.get()


def _slip(buyer: CustomerCard, by: Staff, words: str) -> Document:
    """A confirmation slip about the customer, to be frozen."""
    facts = {"customer": buyer.name, "handed_on": "2026-11-26", "complete": True, "papers": [[words, "1", "", ""]]}
    return signing.begin(SLIP, facts, region=buyer.region, language="zh", by=by, at=time.now())


def _linked(ticket: Ticket, buyer: CustomerCard, cast, **said: str) -> Ticket:
    """Another customer's enquiry about the same, the child of this one; and one that stands alone."""
    another = make.customer(f"{buyer.name} 2")
    child, _alone = (make.enquiry(by=cast.clerk, customer=another, **said) for _ in range(2))
    linking.link(child, Ticket.get_by_id(ticket.id), by=cast.clerk)
    return child


def _merged(ticket: Ticket, buyer: CustomerCard, cast, **said: str) -> Regrouping:
    """A second letter of the customer, merged into the first."""
    second = make.enquiry(by=cast.clerk, customer=buyer, **said)
    return merging.merge(second, Ticket.get_by_id(ticket.id), by=cast.clerk)


def versions(cast) -> PolicyVersion:
    """Two versions by the manager: one that a director has approved, and one to be decided on, which is given back."""
    director, today = make.staff("director", roles=["operations"], region="hq"), in_force.day_of(time.now())
    for amount, target in ((48, "TM-4.5b"), (60, "TM-4.5c")):
        facts = {"amount": amount, "unit": "h", "bound": False, "calendar": None}
        made = policies.propose({target: facts}, effective=today, reason="2026/11", by=cast.manager)
        if target == "TM-4.5b":
            policies.approve(made, by=director)
    return made


def preview(by: Staff) -> RebaseRun:
    """A run that has looked what a day off would move."""
    edit = edits.setting_a_day(date(2026, 12, 24), Day(OFF, (), "平安夜", "Christmas Eve"), "24/12")
    run = runs.look_at_edit("eu", edit, by=by, at=time.now())
    rebases.carry_on(run.id, now=time.now(), seconds=10)
    return RebaseRun.get_by_id(run.id)


def rehearsed(by: Staff) -> Errand:
    errand, now = operations.ask(REHEARSAL, by=by, at=time.now()), time.now()
    operations.begin(errand, at=now)
    operations.end(errand, at=now, name="20261124-030000.backup", size=4096, facts={"rows": 900, "journal": 300, "files": 4})
    return Errand.get_by_id(errand.id)


def _note(ticket: Ticket) -> str:
    return f"/enquiries/{ticket.number}/moves/note"


def _absence(person: Staff) -> Absence:
    today = time.now().date()
    return enter_absence(person, first_day=today, last_day=today + timedelta(days=7), deputy=None, by=person)


def routes(app, *methods: str) -> list:
    """The routes that take one of these methods, in the order of their addresses."""
    return sorted((rule for rule in app.url_map.iter_rules() if rule.methods & set(methods)), key=str)


def pages(app) -> list:
    """What can be opened without filling anything in."""
    return [rule for rule in routes(app, "GET") if not rule.arguments]


def permission(app, rule):
    return getattr(app.view_functions[rule.endpoint], "permission", None)
