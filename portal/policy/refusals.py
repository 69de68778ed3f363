"""What decides about versions of the policy (CS-6): values in, a reason or None out; no database, no web, no clock."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.core.i18n import lazy
from portal.policy.regulation import DURATIONS, ELAPSED, ON_A_CALENDAR, Figure, Rule
from portal.policy.targets import Facts

RULE = "CS-6"
ON_A_CLOCK = ("s", "min", "h", "wh", "wd")
BY_PERSON = ("contact", "set")
MOST = {"s": 315_360_000, "min": 5_256_000, "h": 87_600, "wh": 87_600, "wd": 3_650}
LARGEST = 1_000_000_000
FIRST_NUMBER = 2


def units_for(shipped: Figure, of: Rule) -> tuple[str, ...]:
    """The units that a figure can be changed to: a limit stays a limit, an amount of money stays money."""
    if shipped.unit in BY_PERSON:
        return (shipped.unit, *ON_A_CLOCK)
    if shipped.unit not in DURATIONS:
        return (shipped.unit,)
    return ON_A_CLOCK if "clock" in of.how else tuple(unit for unit in (*ON_A_CLOCK, "d", "weeks", "months", "years"))


def settled(unit: str, amount: Any, bound: bool, calendar: str | None) -> Facts:
    """The facts of a figure with what follows from its unit: elapsed time has no calendar, working time needs one."""
    counted = unit in ON_A_CALENDAR or (bound and unit in ELAPSED)
    if unit in ELAPSED and not counted:
        calendar = None
    return {"amount": amount, "unit": unit, "bound": counted and unit in ELAPSED, "calendar": calendar or _usual(counted)}


def _usual(counted: bool) -> str | None:
    return "region" if counted else None


def fault_of_amount(shipped: Figure, of: Rule, facts: Facts) -> str | None:
    """Why a figure cannot be this."""
    unit, amount = facts["unit"], facts["amount"]
    if unit not in units_for(shipped, of):
        return lazy("This figure cannot be counted in this unit.")
    if unit in BY_PERSON or not isinstance(amount, int):
        return None
    least = 1 if "clock" in of.how and shipped.amount != 0 else 0
    most = MOST.get(unit, LARGEST)
    if not least <= amount <= most:
        return lazy("Write a whole number from %(least)d to %(most)d.", least=least, most=most)
    return None


def refusal_to_propose(effective: date, today: date) -> str | None:
    """A version takes effect today or later."""
    if effective < today:
        return lazy("A version cannot take effect in the past. Choose today or a later day.")
    return None


def refusal_to_decide(state: str, proposer: int, person: int, effective: date, today: date) -> str | None:
    """Why this person may not approve a version now: CS-6 wants two people, and a day that is still to come."""
    if state != "proposed":
        return lazy("This version has been decided meanwhile.")
    if proposer == person:
        return lazy("Who proposed a version cannot decide on it. Somebody else in management must.")
    if effective < today:
        return lazy("The day on which this version should take effect has passed. Refuse it and let it be proposed anew.")
    return None


def refusal_to_refuse(state: str, proposer: int, person: int) -> str | None:
    """Why this person may not refuse a version; who proposed it withdraws it instead."""
    if state != "proposed":
        return lazy("This version has been decided meanwhile.")
    if proposer == person:
        return lazy("You proposed this version yourself: withdraw it instead.")
    return None


def refusal_to_withdraw(state: str, has_begun: bool, *, is_own: bool, approves: bool) -> str | None:
    """Why this person may not withdraw a version: a proposal is its proposer's; what is approved is management's, until
    its day begins."""
    if state == "proposed":
        return None if is_own else lazy("Only who proposed this version can withdraw it.")
    if state != "approved":
        return lazy("This version has been decided meanwhile.")
    if not approves:
        return lazy("Only management can withdraw what it has approved.")
    if has_begun:
        return lazy("This version is in force already. Propose another one that changes it back.")
    return None


def refusal_to_confirm(state: str) -> str | None:
    """Only what is approved is confirmed."""
    return None if state == "approved" else lazy("This version is not approved, so there is nothing to confirm.")


def reminders_due(days_since: int, every: int) -> int:
    """How many reminders somebody has earned who has not confirmed a version after so many days."""
    return days_since // every if every else 0
