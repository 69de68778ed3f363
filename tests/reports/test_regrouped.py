"""Tickets that were merged, split and put back: what happened counts once, for who did it."""

from collections import Counter
from datetime import timedelta

import pytest

from portal.core import db, time
from portal.enquiries import actions as enquiries
from portal.reports import jobs
from portal.tickets import jobs as clock
from portal.tickets.actions import merging, splitting
from portal.tickets.models import Entry
from tests import make
from tests.make import TUESDAY

pytestmark = pytest.mark.usefixtures("database")
MINUTE = timedelta(minutes=1)
GIVEN = {"title": "Rechnung", "kind": "business", "subject": "order", "level": 2, "urgency": "normal"}


def counted(at):
    """(kind, stopwatch, person) → how many, kept little by little and made anew alike."""
    def rows():
        return Counter(db.select("SELECT kind, stopwatch, person FROM fact"))

    jobs.keep(now=at)
    kept = rows()
    jobs.rebuild(None, now=at)
    assert rows() == kept
    return kept


@pytest.fixture
def pair(cast):
    with time.frozen(TUESDAY + 30 * MINUTE):
        buyer = make.customer()
        older = make.enquiry(by=cast.clerk, at=TUESDAY, customer=buyer)
        yield older, make.enquiry(by=cast.colleague, at=TUESDAY + 10 * MINUTE, customer=buyer)


def test_two_that_were_merged_were_both_taken_in_and_answered_once(cast, pair):
    """The colleague answers in the second letter, then it is merged: her answer stays hers, and the figure of one ticket."""
    older, newer = pair
    given = {"text": "Wir prüfen es.", "promised_at": TUESDAY + timedelta(hours=90)}
    enquiries.make(newer, "reply", given, by=cast.colleague, at=TUESDAY + 20 * MINUTE)
    counted(TUESDAY + 21 * MINUTE)
    made = merging.merge(newer, older, by=cast.clerk, at=TUESDAY + 25 * MINUTE)
    merged = counted(TUESDAY + 26 * MINUTE)
    assert merged["taken", "", cast.clerk.id] == merged["taken", "", cast.colleague.id] == 1
    assert merged["responded", "", cast.colleague.id] == 1 and sum(merged.values()) == 4
    assert merged["met", "first-response", cast.colleague.id] == 1
    merging.undo(made, by=cast.clerk, at=TUESDAY + 27 * MINUTE)
    assert counted(TUESDAY + 28 * MINUTE) == merged


def test_a_miss_that_goes_along_is_counted_once(cast, pair):
    """The second letter's hour is over at 11:10; the older one is answered in time, so the promise lives on there."""
    older, newer = pair
    given = {"text": "Wir prüfen es.", "promised_at": TUESDAY + timedelta(hours=90)}
    enquiries.make(older, "reply", given, by=cast.clerk, at=TUESDAY + 20 * MINUTE)
    clock.mark_misses(now=TUESDAY + 80 * MINUTE)
    made = merging.merge(newer, older, by=cast.clerk, at=TUESDAY + 90 * MINUTE)
    late = {key: number for key, number in counted(TUESDAY + 91 * MINUTE).items() if key[0] == "missed"}
    assert sum(late.values()) == 1
    merging.undo(made, by=cast.clerk, at=TUESDAY + 92 * MINUTE)
    late = {key: number for key, number in counted(TUESDAY + 93 * MINUTE).items() if key[0] == "missed"}
    assert sum(late.values()) == 1


def test_what_was_split_off_is_a_ticket_and_taken_back_was_none(cast, pair):
    older, _newer = pair
    enquiries.make(older, "incoming", {"text": "Und die Rechnung?"}, by=cast.clerk, at=TUESDAY + 15 * MINUTE)
    before = counted(TUESDAY + 16 * MINUTE)
    word = Entry.get(Entry.kind == "incoming")
    made = splitting.split(older, [word.id], GIVEN, by=cast.senior, at=TUESDAY + 20 * MINUTE)
    assert counted(TUESDAY + 21 * MINUTE) == before + Counter({("taken", "", cast.senior.id): 1})
    splitting.undo(made, by=cast.senior, at=TUESDAY + 25 * MINUTE)
    assert counted(TUESDAY + 26 * MINUTE) == before
