"""Asking again, inside a session, whether it is still the same person: before the second factor or its codes change."""

from __future__ import annotations

from portal.access.actions.attempts import Visitor, admit, drop
from portal.access.actions.factors import claim
from portal.access.actions.provers import proves
from portal.access.models import Staff
from portal.access.rules import Stop, Way
from portal.access.sources import OWN_ONLY, Source, Sources, Unreachable


def prove(
    person: Staff, password: str, code: str = "", *, way: Way | None, visitor: Visitor, key: bytes = b"",
    sources: Sources = OWN_ONLY,
) -> Stop | None:
    """What of password and code is wrong, or None; without a `way` only the password is asked for, and of
    an account that has none anywhere only the code.

    Counted with the attempts to sign in, so that an open browser is no place to guess. Raises TooEarly or Unreachable.
    """
    by_code = way is not None
    attempt = admit(person.username, visitor, way=Way.PROOF, stop=Stop.PASSWORD)
    try:
        right = (by_code and not Source(person.source).has_password) or proves(person, password, sources)
    except Unreachable:
        drop(attempt.id)
        raise
    if not right:
        return Stop.PASSWORD
    if by_code and not claim(person, code, way=way, key=key):
        return Stop.CODE
    drop(attempt.id)
    return None
