"""Random calendars, starts, targets and pauses, gathered around the nights on which clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from portal.clocks.calendar import Calendar, Day
from portal.clocks.prayers import Prayers
from portal.clocks.window import Window
from portal.clocks.working_time import Target

# Half-hour changes, changes at midnight, southern summers, odd offsets and none at all.
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Asia/Shanghai",
    "Asia/Riyadh",
)
CHANGES = (
    date(2026, 3, 28),
    date(2026, 4, 4),
    date(2026, 4, 23),
    date(2026, 9, 5),
    date(2026, 10, 24),
    date(2026, 10, 31),
)
MOST_MINUTES = 900


@st.composite
def windows(draw, most: int = 2) -> tuple[Window, ...]:
    edges = draw(st.lists(st.integers(0, 1440), min_size=2 * most, max_size=2 * most, unique=True))
    edges = sorted(edges)[: 2 * draw(st.integers(0, most))]
    return tuple(Window(*edges[at : at + 2]) for at in range(0, len(edges), 2))


@st.composite
def days(draw, around: date) -> dict[date, Day]:
    dates = draw(st.lists(st.integers(-3, 12), max_size=4, unique=True))
    kinds = st.sampled_from([Day("off"), Day("working"), Day("own", (Window(60, 300), Window(600, 660)))])
    return {around + timedelta(days=offset): draw(kinds) for offset in dates}


@st.composite
def prayers(draw) -> Prayers:
    """Prayers of Riyadh, at whatever hours they are in the calendar's zone; of one day they were typed."""
    before, after = draw(st.tuples(st.integers(0, 20), st.integers(1, 40)))
    typed = {draw(st.sampled_from(CHANGES)): (300, 700, 890, 1030, 1120)}
    return Prayers("利雅得", "Riyadh", 24.7136, 46.6753, "UMM_AL_QURA", before, after, typed)


@st.composite
def settings_of(draw) -> tuple[Calendar, datetime]:
    """A calendar that opens long enough each week, and a start near a change of clocks."""
    around = draw(st.sampled_from(CHANGES))
    week = [draw(windows()) for _ in range(7)]
    week[draw(st.integers(0, 6))] = (Window(30, 700),)
    zone, special, prayed = draw(st.sampled_from(ZONES)), draw(days(around)), draw(st.none() | prayers())
    calendar = Calendar("any", zone, tuple(week), special, prayers=prayed)
    minutes = draw(st.integers(-2 * 1440, 3 * 1440))
    midnight = datetime(around.year, around.month, around.day, tzinfo=UTC)
    return calendar, midnight + timedelta(minutes=minutes)


@st.composite
def pauses(draw, start: datetime) -> list[tuple[datetime, datetime]]:
    """Up to three pauses of whole minutes; they may overlap, touch, or begin before the start."""
    pairs = draw(st.lists(st.tuples(st.integers(-600, 6000), st.integers(1, 3000)), max_size=3))
    begins = [start + timedelta(minutes=offset) for offset, _ in pairs]
    return [(begin, begin + timedelta(minutes=length)) for begin, (_, length) in zip(begins, pairs, strict=True)]


targets = st.one_of(
    st.builds(Target, st.integers(1, MOST_MINUTES), st.just("min"), st.booleans()),
    st.builds(Target, st.integers(1, 15), st.just("wh")),
    st.builds(Target, st.integers(1, 72), st.just("h"), st.just(False)),
    st.builds(Target, st.integers(1, 6), st.just("wd")),
)
