"""Who is at a ticket now: what is kept, for how long, who reads it, and what the number beside it tells."""

from datetime import timedelta

import pytest

from portal.tickets import jobs
from portal.tickets.actions import presence as actions
from portal.tickets.models import ANSWERING, LOOKING, Presence
from portal.tickets.queries import presence
from tests import make
from tests.make import TUESDAY

SECOND = timedelta(seconds=1)


@pytest.fixture
def ticket(cast):
    return make.enquiry(by=cast.clerk, at=TUESDAY)


def seen(reader, at=TUESDAY):
    return {number: [(one.name, one.doing) for one in found] for number, found in presence.others_at(reader, at).items()}


def test_others_are_seen_and_oneself_is_not(cast, ticket):
    actions.be_at(ticket, by=cast.clerk, at=TUESDAY)
    actions.be_at(ticket, ANSWERING, by=cast.colleague, at=TUESDAY + SECOND)
    later = TUESDAY + 2 * SECOND
    assert seen(cast.clerk, later) == {ticket.id: [("李娜", ANSWERING)]}
    assert seen(cast.colleague, later) == {ticket.id: [("王芳", LOOKING)]}
    assert seen(cast.manager, later) == {ticket.id: [("王芳", LOOKING), ("李娜", ANSWERING)]}
    assert presence.everybody_at(ticket, later) == presence.others_at(cast.manager, later)[ticket.id]


def test_only_who_may_see_the_ticket_sees_who_is_there(cast, ticket):
    actions.be_at(ticket, by=cast.clerk, at=TUESDAY)
    assert seen(cast.stranger) == {}


@pytest.mark.parametrize(("silent", "there"), [(0, True), (30, True), (31, False)])
def test_who_is_silent_for_half_a_minute_is_gone(cast, ticket, silent, there):
    actions.be_at(ticket, by=cast.clerk, at=TUESDAY)
    assert bool(seen(cast.colleague, TUESDAY + silent * SECOND)) is there


def test_since_is_when_they_began(cast, ticket):
    for second in (0, 15, 30, 45):
        actions.be_at(ticket, by=cast.clerk, at=TUESDAY + second * SECOND)
    assert Presence.get().since == TUESDAY and Presence.get().seen_at == TUESDAY + 45 * SECOND


def test_the_pulse_beats_with_each_change_and_with_nothing_else(cast, ticket):
    def beats(deed) -> int:
        before = presence.cursor()[1]
        deed()
        return presence.cursor()[1] - before

    def at(second, doing=LOOKING, by=cast.clerk):
        return lambda: actions.be_at(ticket, doing, by=by, at=TUESDAY + second * SECOND)

    assert beats(at(0)) == 1, "comes"
    assert beats(at(15)) == beats(at(30)) == 0, "is still there"
    assert beats(at(31, ANSWERING)) == 1, "begins to answer"
    assert beats(at(46, ANSWERING)) == 0, "is still answering"
    assert beats(at(50)) == 1, "ends answering"
    assert beats(lambda: actions.leave(ticket, by=cast.clerk)) == 1, "goes"
    assert beats(lambda: actions.leave(ticket, by=cast.clerk)) == 0, "was gone"
    assert beats(at(60)) == 1, "comes back"
    assert beats(lambda: jobs.sweep_presence(now=TUESDAY + 90 * SECOND)) == 0, "half a minute of silence is nothing"
    assert beats(lambda: jobs.sweep_presence(now=TUESDAY + 91 * SECOND)) == 1, "has fallen silent"
    assert Presence.select().count() == 0


def test_whoever_comes_next_lets_the_silent_go(cast, ticket):
    actions.be_at(ticket, by=cast.clerk, at=TUESDAY)
    actions.be_at(ticket, by=cast.colleague, at=TUESDAY + 31 * SECOND)
    assert [row.staff for row in Presence.select()] == [cast.colleague]


def test_it_leaves_with_the_ticket(cast, ticket):
    from portal.tickets.actions import bulk

    actions.be_at(ticket, by=cast.clerk, at=TUESDAY)
    bulk.unload([ticket])
    assert Presence.select().count() == 0
