"""Reads the figures of a rule from its file."""

from __future__ import annotations

from datetime import time

from portal.policy.reading import Place, read_text
from portal.policy.regulation import CALENDARS, DURATIONS, ELAPSED, ON_A_CALENDAR, SENSES, UNITS, Amount, Figure

KEYS = {"amount", "unit", "name", "label", "sense", "bound", "calendar"}


def read_figure(place: Place, row: dict) -> Figure:
    """One figure as written in the file, with what follows from its unit filled in. Raises Broken."""
    place.knows(row, KEYS)
    unit = place.one_of("unit", row.get("unit"), UNITS)
    figure = Figure(
        rule=place.id,
        amount=_amount(place, unit, row.get("amount")),
        unit=unit,
        bound=place.required({"bound": False, **row}, "bound", bool),
        calendar=_calendar(place, unit, row),
        name=row.get("name"),
        label=read_text(place, row, "label") if "label" in row else None,
        sense=_sense(place, unit, row),
    )
    _check(place, figure)
    return figure


def _amount(place: Place, unit: str, amount: object) -> Amount:
    wanted = UNITS[unit]
    if wanted is tuple:
        return _window(place, amount)
    if not isinstance(amount, wanted) or isinstance(amount, bool) or (wanted is int and amount < 0):
        raise place.fault(f"{amount!r} is no amount of {unit}")
    return amount


def _window(place: Place, amount: object) -> tuple[time, time]:
    match amount:
        case [time() as opens, time() as closes] if opens < closes:
            return opens, closes
    raise place.fault(f"{amount!r} is no window: an opening and a later closing time")


def _calendar(place: Place, unit: str, row: dict) -> str | None:
    """As written; else the region's for what is counted on a calendar, and none for elapsed time."""
    if "calendar" in row:
        return place.one_of("calendar", row["calendar"], CALENDARS)
    return "region" if unit in ON_A_CALENDAR or row.get("bound") else None


def _sense(place: Place, unit: str, row: dict) -> str:
    if "sense" in row:
        return place.one_of("sense", row["sense"], SENSES)
    return "within" if unit in DURATIONS else "exactly"


def _check(place: Place, figure: Figure) -> None:
    if figure.bound and figure.unit not in ELAPSED:
        raise place.fault("only s, min and h can be bound to service hours")
    if figure.label is None and (figure.name or figure.unit in {"count", "CNY", "window"}):
        raise place.fault("a figure with a name, and any that is no time, needs a label")
