"""A scheduler killed in the middle of marking misses: none is marked twice, none is lost, nothing is half told."""

from datetime import timedelta

import pytest

from portal.access.models import Staff
from portal.archive import actions as archive
from portal.audit import queries as journal
from portal.audit.models import JournalRow
from portal.clocks.models import Miss, Stopwatch
from portal.core import db, time
from portal.enquiries import actions
from portal.messages.models import Notice
from portal.tickets.models import Entry
from tests.operations.homes import opened, portal, started, until

LATE = 150
FIRST_RESPONSE = Stopwatch.key == "first-response"


@pytest.mark.rule("CS-3.1a", "TM-4.2d")
@pytest.mark.parametrize("marked", [1, 25])
def test_every_miss_is_marked_once_however_the_scheduler_dies(demo_home, marked):
    with opened(demo_home):
        late = unanswered(LATE)
        before = misses_of(late)
        assert before == 0
    scheduler = started("scheduler", home=demo_home, PORTAL_LEASE_SECONDS="2")
    with opened(demo_home):
        until(lambda: misses_of(late) >= marked)
        scheduler.kill()
        scheduler.communicate()
        assert marked <= misses_of(late) < LATE
        assert_told_whole(late)
    assert portal("tick", home=demo_home).returncode == 0
    with opened(demo_home):
        assert misses_of(late) == LATE
        assert_told_whole(late)
        assert journal.verify().broken is None


def unanswered(count: int) -> list[str]:
    """Enquiries on social media that nobody answered within the hour; their subjects."""
    now = time.now()
    with db.atomic():
        clerk = Staff.get(Staff.username == "agent.eu")
        customer = archive.register(name="Späte Antwort GmbH", country="DE", by=clerk)
        return [str(actions.take(message(customer, now), by=clerk, at=now - timedelta(hours=3))) for _ in range(count)]


def message(customer, now) -> dict:
    given = {"channel": "social", "kind": "business", "subject": "product", "level": 2, "urgency": "normal"}
    given |= {"title": "Hallo?", "text": "Ist jemand da?", "language": "de", "customer": customer}
    return given | {"received_at": now - timedelta(hours=3)}


def misses_of(subjects: list[str]) -> int:
    return Miss.select().join(Stopwatch).where(FIRST_RESPONSE, Stopwatch.subject.in_(subjects)).count()


def assert_told_whole(subjects: list[str]) -> None:
    """Each miss has its entry in the timeline, its row in the journal and its notices; nothing else has."""
    marked = {watch.subject: watch for watch in Stopwatch.select().join(Miss).where(Stopwatch.subject.in_(subjects))}
    entries = [f"ticket:{entry.ticket_id}" for entry in Entry.select().where(Entry.kind == "missed")]
    rows = [row.subject for row in JournalRow.select().where(JournalRow.what == "clock.missed")]
    told = [notice.occasion for notice in Notice.select().where(Notice.occasion.contains(":missed:"))]
    for subject in subjects:
        once = 1 if subject in marked else 0
        assert entries.count(subject) == rows.count(subject) == once
        owner_and_supervisor = 2 * once
        assert sum(occasion.startswith(f"{subject}:") for occasion in told) == owner_and_supervisor
