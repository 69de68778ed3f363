"""The demo company: nobody's page is empty, and every state there is can be seen, whenever it is loaded."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.access import passwords
from portal.access.models import Staff
from portal.archive.choices import language_choices
from portal.archive.models import Customer
from portal.clocks.models import Miss, Stopwatch
from portal.core import time
from portal.core.files import Store
from portal.demo import load, stories
from portal.demo.moments import moment
from portal.enquiries.procedure import ENQUIRY
from portal.messages.models import Notice
from portal.operations.regions import REGIONS
from portal.schedule import DESK
from portal.signing.keyring import Keyring
from portal.tickets import words
from portal.tickets.engine import MERGED
from portal.tickets.models import Attachment, Entry, Ticket
from portal.tickets.rules import time_left
from tests.browser import Browser
from tests.operations.homes import opened

LANGUAGES = ("ar", "de", "en", "es", "fr", "he", "id", "it", "ja", "ko", "pl", "pt", "th", "tr", "vi", "zh")
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_every_region_stage_level_channel_kind_and_subject_is_played(made_demo):
    with opened(made_demo):
        assert values(Ticket.region) == {region["code"] for region in REGIONS}
        assert values(Ticket.stage) == {*ENQUIRY.stages, MERGED.key}
        assert values(Ticket.level) == {1, 2, 3, 4}
        assert values(Ticket.channel) == set(words.CHANNELS)
        assert values(Ticket.kind) == set(words.KINDS)
        assert values(Ticket.subject) == set(words.SUBJECTS)
        assert values(Ticket.satisfaction) == {None, 0, 1, 2, 3, 4, 5}
        assert values(Ticket.waiting) == {None, *ENQUIRY.reasons}
        assert values(Entry.kind) >= set(words.ENTRY_KINDS) - {"file", "imported"}
        assert values(Ticket.language) >= set(LANGUAGES)
        assert 55 <= Ticket.select().count() <= 70
        assert Attachment.select().count() == 3


def test_every_state_of_a_clock_is_seen(made_demo):
    with opened(made_demo):
        assert values(Stopwatch.outcome) == {None, "met", "missed", "superseded"}
        assert Stopwatch.select().where(Stopwatch.due.is_null(), Stopwatch.stopped.is_null()).exists()
        assert Miss.select().count() >= 8
        assert Notice.select().where(Notice.staff.in_(Staff.select().where(Staff.username == "manager"))).exists()


def test_customers_are_of_every_region_and_script(made_demo):
    with opened(made_demo):
        assert values(Customer.region) == {region["code"] for region in REGIONS}
        assert 25 <= Customer.select().count() <= 30
        known = {code for code, _name in language_choices()}
        assert values(Customer.language) <= known
        emails = [email for (email,) in Customer.select(Customer.email).tuples()]
        assert all(email.endswith(".example") for email in emails)


def test_everybody_has_the_password_that_the_sign_in_page_shows(made_demo):
    with opened(made_demo):
        hashes = values(Staff.password_hash)
        assert len(hashes) == 1
        assert passwords.matches(hashes.pop(), "portal-demo")


MOMENTS = {
    "Tuesday in Europe": NOON,
    "Sunday night": datetime(2026, 11, 22, 1, 0, tzinfo=UTC),
    "Christmas": datetime(2026, 12, 25, 9, 0, tzinfo=UTC),
    "New Year": datetime(2027, 1, 1, 0, 5, tzinfo=UTC),
    "Thursday morning": datetime(2026, 11, 26, 9, 10, tzinfo=UTC),
}


@pytest.mark.parametrize("now", MOMENTS.values(), ids=MOMENTS)
def test_whenever_it_is_loaded_something_is_due_soon_and_something_late(bare_home, tmp_path, now):
    """What is due by elapsed time decides, so that no weekend and no holiday empties a column."""
    with opened(bare_home), time.frozen(now):
        load(Store(tmp_path / "files", b"k" * 32), Keyring(b"k" * 32))
        for job in DESK:
            job.run(now=now)
        states = [state_of(ticket, now) for ticket in Ticket.select()]
        assert {"reminded", "warned", "missed", "escalated"} <= values(Entry.kind)
    assert {state: states.count(state) >= 3 for state in ("ok", "soon", "late", "paused", "none")} == dict.fromkeys(
        ("ok", "soon", "late", "paused", "none"), True
    )


def test_everybodys_pages_open(app, demo_home):
    """As far as the role goes; the browser of the tests checks each page."""
    with opened(demo_home):
        for person in Staff.select():
            browser = Browser(app, person, language="zh")
            answers = {
                path: browser.get(path).status
                for path in ("/", "/notices", "/tickets", "/tickets?shape=board", "/archive")
            }
            assert answers["/"] == answers["/notices"] == 200
            assert set(answers.values()) <= {200, 403}, (person.username, answers)


def test_every_story_can_be_read(app, demo_home):
    with opened(demo_home):
        manager = Browser(app, Staff.get(Staff.username == "manager"))
        assert {manager.get(f"/enquiries/{ticket.number}").status for ticket in Ticket.select()} == {200}


def test_nothing_of_it_lies_in_the_future(made_demo):
    with opened(made_demo):
        assert Entry.select().where(Entry.at > time.now()).count() == 0
        assert Ticket.select().where(Ticket.updated_at > time.now()).count() == 0


def test_the_steps_of_a_story_follow_one_another():
    by_story = {}
    for event in stories.events(NOON):
        assert event.at < NOON
        by_story.setdefault(event.story, []).append(event.at)
    assert all(moments == sorted(moments) for moments in by_story.values())


@pytest.mark.parametrize(
    ("told", "span"),
    [
        ("25m ago", -timedelta(minutes=25)),
        ("2d 3h ago", -timedelta(days=2, hours=3)),
        ("in 90m", timedelta(minutes=90)),
    ],
)
def test_moments_are_told_from_now(told, span):
    assert moment(told, NOON) == NOON + span


@pytest.mark.parametrize("told", ["", "yesterday", "3h", "in", "3x ago", "ago", "in 3h ago"])
def test_a_moment_that_cannot_be_understood_is_an_error(told):
    with pytest.raises(ValueError, match="is no moment"):
        moment(told, NOON)


def values(column) -> set:
    return {value for (value,) in column.model.select(column).distinct().tuples()}


def state_of(ticket: Ticket, now: datetime) -> str:
    return time_left(ticket.next_due, ticket.next_warning, now, bool(ticket.waiting)).state
