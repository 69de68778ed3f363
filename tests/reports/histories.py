"""Random histories of a desk: people take in, answer, hand on, wait, archive and reopen; calendars are corrected, files come
in and are taken back; the scheduler looks now and then. Every moment is a whole minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from portal.clocks.actions import set_day
from portal.clocks.calendar import Day
from portal.clocks.window import Window
from portal.core import db, time
from portal.core.errors import Missing, Refused
from portal.enquiries import actions as enquiries
from portal.enquiries.imports import actions as imports
from portal.enquiries.imports import checking, mapping, reading
from portal.enquiries.imports.staging import Brought
from portal.enquiries.models import Import
from portal.reports import jobs
from portal.tickets import jobs as clock
from portal.tickets.models import Ticket
from tests import make
from tests.enquiries import sheets

BEGIN = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
STEPS = ("take", "reply", "answer", "follow", "archive", "reply", "answer", "transfer")
STEPS += ("take", "note", "wait", "resume", "follow", "archive", "reopen", "classify")
ALL = (*STEPS, *STEPS, "calendar", "bring in", "revert", "clock", "clock", "keep", "keep")


class Desk:
    """A desk where chance decides what happens next."""

    def __init__(self, cast, seed: int):
        self.chance, self.cast, self.now = Random(seed), cast, BEGIN
        self.people = [cast.clerk, cast.colleague, cast.senior, cast.engineer, cast.supervisor]
        self.buyers = [make.customer(f"Käufer {seed}"), make.customer(f"Buyer {seed}", country="US")]
        self.files = 0

    def work(self, turns: int) -> None:
        """Let so many things happen, or be refused."""
        for _turn in range(turns):
            self.now += timedelta(minutes=self.chance.choice((1, 7, 45, 190, 700, 1500)))
            with time.frozen(self.now):
                self.one()

    def one(self) -> None:
        what = self.chance.choice(ALL)
        try:
            with db.atomic():
                getattr(self, what.replace(" ", "_"), lambda: self.step(what))()
        except (Refused, Missing):
            pass  # what a rule forbids did not happen

    def take(self) -> None:
        channel = self.chance.choice(("email", "phone", "chat", "social"))
        live = {"waited_s": 60 * self.chance.choice((0, 1, 2))} if channel in ("phone", "chat") else {}
        received = self.now - timedelta(minutes=self.chance.choice((2, 2, 30)))
        buyer = self.chance.choice(self.buyers)
        by = self.cast.manager if buyer.region == "us" else self.chance.choice(self.people[:3])
        given = {"channel": channel, "level": self.chance.choice((1, 2, 2, 3)), "received_at": received} | live
        make.enquiry(by=by, at=self.now, customer=buyer, **given)

    def step(self, what: str) -> None:
        ticket = self.some_ticket(waiting=what == "resume")
        by = self.chance.choice((ticket.owner, ticket.owner, self.chance.choice(self.people), self.cast.manager))
        enquiries.make(ticket, what, self.given(ticket), by=by, at=self.now)

    def some_ticket(self, *, waiting: bool) -> Ticket:
        tickets = [ticket for ticket in Ticket.select().order_by(Ticket.id) if ticket.waiting or not waiting]
        if not tickets:
            raise Missing
        return self.chance.choice(tickets[-3:])

    def given(self, ticket: Ticket) -> dict:
        promised = self.now + timedelta(minutes=self.chance.choice((30, 300, 3000)))
        reason = self.chance.choice(("customer", "third-party", "colleague"))
        to, level = self.chance.choice(self.people).id, self.chance.choice((2, 2, 1))
        given = {"text": "Written down at some length.", "promised_at": promised, "reason": reason, "score": 4, "cause": "wear"}
        given |= {"in_language": "They asked for English."}
        return given | {"to": to, "level": level, "subject": ticket.subject}

    def calendar(self) -> None:
        day = (self.now + timedelta(days=self.chance.choice((-6, -2, -1, 0, 1)))).date()
        kind = self.chance.choice((Day("off"), Day("own", (Window(600, 700),)), Day("working")))
        set_day(self.chance.choice(("eu", "us")), day, kind, by=self.cast.manager, at=self.now)

    def bring_in(self) -> None:
        self.files += 1
        rows = [sheets.row(c6=f"Frage {self.files} {number}", c8="2026-10-30 09:30") for number in range(3)]
        data = sheets.csv_bytes(*rows)
        sheet = reading.read("file.csv", data)
        checked = checking.check(sheet, mapping.guessed(sheet), by=self.cast.manager, now=self.now)
        imports.bring_in(checked, Brought("file.csv", data), by=self.cast.manager, at=self.now)

    def revert(self) -> None:
        standing = Import.select().where(Import.reverted_at.is_null()).order_by(Import.id.desc()).first()
        if standing:
            imports.revert(standing, by=self.cast.manager, at=self.now)

    def clock(self) -> None:
        clock.mark_misses(now=self.now)
        clock.rebase(now=self.now)

    def keep(self) -> None:
        jobs.keep(now=self.now)


def days(chance: Random) -> tuple[date, date]:
    """Some days of a history."""
    first = date(2026, 10, 28) + timedelta(days=chance.randrange(25))
    return first, first + timedelta(days=chance.choice((0, 3, 10, 40)))
