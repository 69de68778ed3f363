"""What people do with several tickets at once: one merged into another, one note on many, taken back; another matter split
off, and a parent with its child."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from portal.access.models import Staff
from portal.core import time
from portal.demo.moments import moment
from portal.tickets.actions import linking, merging, runs, splitting
from portal.tickets.models import Entry, Regrouping, Ticket

INVOICE = {
    "title": "Facture F-2291 : 36 sécateurs reçus au lieu de 40",
    "kind": "after-sales",
    "subject": "order",
    "level": 2,
    "urgency": "normal",
    "reason": "与目录无关，另行处理发票差异。",
}
NOTE = "节日期间物流延迟，答复时请一并告知客户。"


def play(company: Mapping[str, Staff], tickets: Mapping[str, Ticket], *, now: datetime) -> None:
    """Merge the call into the letter it is about, once too early and taken back; write a note on many that is taken back;
    split the invoice off the catalogue and link the two who want the catalogue, each once wrongly and taken back."""
    clerk = company["agent.eu"]
    early, later, at_last, just_now = (moment(told, now) for told in ("8m ago", "6m ago", "4m ago", "2m ago"))
    with time.frozen(early):
        merging.undo(_merge(tickets, clerk, at=early), by=clerk, at=early)
    with time.frozen(later):
        run = runs.preview([tickets["gaskets"], tickets["catalogue"]], [("note", {"text": NOTE})], by=clerk, at=later)
        run = runs.confirm(run, by=clerk, at=later)
    with time.frozen(at_last):
        runs.undo(run, by=clerk, at=at_last)
        _merge(tickets, clerk, at=at_last)
        splitting.undo(_split(tickets, clerk, at=at_last), by=clerk, at=at_last)
        linking.link(tickets["gaskets"], tickets["catalogue"], by=clerk, at=at_last)
        linking.unlink(tickets["gaskets"], by=clerk, at=at_last)
    with time.frozen(just_now):
        _split(tickets, clerk, at=just_now)
        linking.link(tickets["catalogue-en"], tickets["catalogue"], by=clerk, at=just_now)


def _split(tickets: Mapping[str, Ticket], clerk: Staff, *, at: datetime) -> Regrouping:
    ticket = tickets["catalogue"]
    invoice = Entry.get(Entry.ticket == ticket, Entry.kind == "incoming")
    return splitting.split(ticket, [invoice.id], INVOICE, by=clerk, at=at)


def _merge(tickets: Mapping[str, Ticket], clerk: Staff, *, at: datetime) -> Regrouping:
    return merging.merge(tickets["gaskets-again"], tickets["gaskets"], by=clerk, at=at)
