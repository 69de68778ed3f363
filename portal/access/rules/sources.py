"""Accounts that are proved elsewhere: which roles groups leave, and what cannot be done with them here."""

from __future__ import annotations

from collections.abc import Iterable

from portal.core.i18n import lazy


def roles_by_groups(present: Iterable[str], *, given: Iterable[str], possible: Iterable[str]) -> set[str]:
    """The roles after a look at the groups: of the `possible` ones those `given`, and all others as they were."""
    return (set(present) - set(possible)) | set(given)


def refusal_of_own_password(*, local: bool) -> str | None:
    """Why an account has no password here that could be changed or handed over, or None."""
    return None if local else lazy("This account has no password here; whoever proves it keeps the password.")


def refusal_to_leave_own_password(*, local_after: bool, last_administrator: bool) -> str | None:
    """Why an account must keep its password of the portal, or None: somebody must get in when the directory is down."""
    if last_administrator and not local_after:
        return lazy(
            "This is the last administrator with a password of the portal. "
            "Give another administrator one first, so that somebody gets in when the directory is down."
        )
    return None
