"""Asking again, inside a session, whether it is still the same person: before the second factor or its codes change."""

from __future__ import annotations

from portal.access import passwords
from portal.access.actions.attempts import Visitor, admit, drop
from portal.access.actions.factors import claim
from portal.access.models import Staff
from portal.access.rules import Stop, Way


def prove(person: Staff, password: str, code: str = "", *, way: Way | None, visitor: Visitor, key: bytes = b"") -> Stop | None:
    """What of password and code is wrong, or None; without a `way` only the password is asked for.

    Counted with the attempts to sign in, so that an open browser is no place to guess. Raises TooEarly.
    """
    attempt = admit(person.username, visitor, way=Way.PROOF, stop=Stop.PASSWORD)
    if not passwords.matches(person.password_hash, password):
        return Stop.PASSWORD
    if way is not None and not claim(person, code, way=way, key=key):
        return Stop.CODE
    drop(attempt.id)
    return None
