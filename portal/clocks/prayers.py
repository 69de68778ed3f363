"""The times of prayer that a desk leaves out of its hours: computed for its city, unless typed by hand. Pure.

Computed times follow the method of the city's authority. What is typed for a date wins: the authorities of some
countries do not publish their method, and in Ramadan the night prayer of Umm al-Qura is half an hour later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from portal.clocks.window import MINUTES_OF_A_DAY, Window, clock_face

NAMES = ("fajr", "dhuhr", "asr", "maghrib", "isha")
METHODS = ("UMM_AL_QURA", "DUBAI", "EGYPTIAN", "KARACHI", "KUWAIT", "MUSLIM_WORLD_LEAGUE", "QATAR", "SINGAPORE")
YEARS_KEPT = 4 * 366

Times = tuple[int, ...]
"""The minute of the local day of each prayer of `NAMES`."""


@dataclass(frozen=True, eq=False)
class Prayers:
    """The prayers of a city: `latitude` and `longitude` in degrees, `method` one of `METHODS`.

    From `before` minutes before each prayer until `after` minutes after it the desk is not open. `typed` has the times
    of the dates that somebody typed. Raises ValueError for what cannot be.
    """

    city_zh: str
    city_en: str
    latitude: float
    longitude: float
    method: str
    before: int
    after: int
    typed: Mapping[date, Times] = field(default_factory=dict)

    def __post_init__(self):
        if self.method not in METHODS:
            raise ValueError(f"Prayers are computed by {', '.join(METHODS)}, not by {self.method!r}.")
        if not (abs(self.latitude) <= 60 and abs(self.longitude) <= 180):
            raise ValueError(f"{self.latitude}, {self.longitude} is no place where prayers can be computed.")
        if not (0 <= self.before <= 60 and 0 <= self.after <= 60 and self.before + self.after):
            raise ValueError("A prayer takes up to an hour before and up to an hour after its time.")
        for times in self.typed.values():
            in_order_of_the_day(times)

    def times(self, day: date, zone: ZoneInfo) -> Times:
        """The prayers of a local date."""
        return self.typed.get(day) or computed(self.latitude, self.longitude, self.method, day, zone)

    def windows(self, day: date, zone: ZoneInfo) -> tuple[Window, ...]:
        """What is left out on a local date, in the order of the day."""
        spans = ((max(0, at - self.before), min(MINUTES_OF_A_DAY, at + self.after)) for at in self.times(day, zone))
        return tuple(Window(start, end) for start, end in spans)


@lru_cache(maxsize=YEARS_KEPT)
def computed(latitude: float, longitude: float, method: str, day: date, zone: ZoneInfo) -> Times:
    """The prayers of a local date by the sun, to the minute."""
    from adhanpy.calculation.CalculationMethod import CalculationMethod
    from adhanpy.PrayerTimes import PrayerTimes

    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    found = PrayerTimes((latitude, longitude), midnight, CalculationMethod[method], time_zone=zone)
    faces = (getattr(found, name) for name in NAMES)
    return tuple(face.hour * 60 + face.minute for face in faces)


def in_order_of_the_day(times: Times) -> Times:
    """The same times, or ValueError unless they are one for each prayer, each later than the one before."""
    ordered = len(times) == len(NAMES) and sorted(set(times)) == list(times)
    if not ordered or times[0] < 0 or times[-1] >= MINUTES_OF_A_DAY:
        shown = " ".join(map(clock_face, times))
        raise ValueError(f"A day has five prayers, one after the other: {shown}.")
    return times
