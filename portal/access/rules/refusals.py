"""What cannot be done with an account now, as sentences for the person; None when it can."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from portal.core.i18n import lazy

OF_RIGHTS = {"roles", "clearance"}


def refusal_of_username(username: str, *, taken: bool) -> str | None:
    """Why an account cannot have this user name, or None. A name is given once, even when its owner has left."""
    return lazy("The user name %(name)s is taken.", name=username) if taken else None


def refusal_to_deactivate(*, oneself: bool, active: bool, last_administrator: bool) -> str | None:
    """Why this account cannot be deactivated now, or None."""
    if oneself:
        return lazy("You cannot deactivate your own account. Ask another administrator.")
    if not active:
        return lazy("This account is not active.")
    if last_administrator:
        return lazy("This is the last administrator. Make somebody else an administrator first.")
    return None


def refusal_to_reinstate(*, active: bool) -> str | None:
    """Why somebody cannot be taken back, or None."""
    return lazy("This account is active.") if active else None


def refusal_to_change(*, opened_version: int, version: int) -> str | None:
    """Why an edit cannot be saved now, or None: somebody else was quicker."""
    if opened_version != version:
        return lazy(
            "Somebody else changed this account while the form was open. "
            "Compare with the values of now, then save again."
        )
    return None


def refusal_to_change_own_rights(*, oneself: bool, changed: Iterable[str]) -> str | None:
    """Why these fields of an account cannot be changed by this person, or None: nobody lets themselves see more."""
    if oneself and not OF_RIGHTS.isdisjoint(changed):
        return lazy("Your own roles and clearance are changed by another administrator.")
    return None


def refusal_to_give_up_administration(*, administers_after: bool, last_administrator: bool) -> str | None:
    """Why these roles cannot be given, or None: somebody must be able to manage accounts."""
    if last_administrator and not administers_after:
        return lazy("This is the last administrator. Make somebody else an administrator first.")
    return None


def refusal_to_set_up_factor(*, has_one: bool) -> str | None:
    """Why a second factor cannot be set up now, or None."""
    return lazy("You have a second factor already. Remove it first, then set up the new phone.") if has_one else None


def refusal_to_remove_factor(*, oneself: bool, has_one: bool) -> str | None:
    """Why an administrator cannot remove this second factor, or None: the own one goes by password and code alone."""
    if oneself:
        return lazy("Your own second factor is removed on your own page, with your password and a code.")
    return None if has_one else lazy("This person has no second factor.")


def refusal_of_one_time_password(*, must_change: bool, until: datetime | None, at: datetime) -> str | None:
    """Why a password that is right opens nothing any more, or None."""
    if must_change and until is not None and until <= at:
        return lazy("This one-time password has expired. Ask the administrator for a new one.")
    return None
