"""Violations of the rules of handing over, and the measures taken by case: pure (DM-H7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from portal.core.i18n import lazy

RULE = "DM-H7"
LATE, UNSIGNED = "late", "unsigned"
KINDS: Mapping[str, tuple[str, str]] = {
    LATE: ("接班迟到", "Late relief"),
    UNSIGNED: ("未按时签字", "Not signed in time"),
    "incomplete": ("交接不清", "Handed over incompletely"),
    "left": ("未交接即离岗", "Left without handing over"),
    "other": ("其他违规", "Something else"),
}
NONE, WARNING, FINE = "none", "warning", "fine"
MEASURES: Mapping[str, tuple[str, str]] = {
    NONE: ("不予处理", "No measure"),
    WARNING: ("警告", "Warning"),
    FINE: ("罚款", "Fine"),
}
HIGHEST = 1_000_000  # yuan; more is a slip of the hand
LOOKED_BACK = timedelta(days=365)  # what is shown of a person before a measure is decided on
UNDECIDED_FOR = timedelta(days=30)  # after which a case is not offered any more


class Decision(NamedTuple):
    """What is decided on: the kind (of KINDS), the day it happened, what happened, the measure, and whole yuan of a fine."""

    kind: str
    happened_on: date
    text: str
    measure: str
    fine: int | None


FAULTS: Mapping[str, Any] = {
    "no_fine": lazy("Say how much the fine is, in whole yuan."),
    "not_fined": lazy("Only a fine has an amount."),
    "ahead": lazy("This day is still to come."),
}


def fault(decided: Decision, today: date) -> str | None:
    """What is wrong with a decision: a key of FAULTS, or None."""
    fined = decided.measure == FINE
    checks = (
        ("no_fine", fined and not (decided.fine and 0 < decided.fine <= HIGHEST)),
        ("not_fined", not fined and decided.fine is not None),
        ("ahead", decided.happened_on > today),
    )
    return next((key for key, holds in checks if holds), None)
