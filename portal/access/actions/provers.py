"""Who proves a password: one table, by the source of the account."""

from __future__ import annotations

from collections.abc import Callable

from portal.access import passwords
from portal.access.actions.groups import follow_groups
from portal.access.models import Staff
from portal.access.sources import Fault, Source, Sources, Unreachable


def proves(person: Staff | None, password: str, sources: Sources) -> bool:
    """Whether this is the password of the account, asked of whoever proves it. Without an account that may come in it
    takes as long as with a password of the portal. Raises Unreachable."""
    if person is None or not person.active:
        return passwords.matches(None, password)
    return PROVERS[Source(person.source)](person, password, sources)


def _by_own_hash(person: Staff, password: str, _sources: Sources) -> bool:
    if not passwords.matches(person.password_hash, password):
        return False
    if passwords.is_outdated(person.password_hash):
        person.password_hash = passwords.hashed(password)
        person.save(only=[Staff.password_hash])
    return True


def _by_directory(person: Staff, password: str, sources: Sources) -> bool:
    from portal.access import directory

    if sources.directory is None:
        raise Unreachable(Fault.NOT_SET)
    proof = directory.prove(sources.directory, person.username, password)
    if proof is None:
        return False
    if possible := frozenset(sources.directory.group_roles.values()):
        follow_groups(person, given=proof.roles, possible=possible)
    return True


def _by_nobody(_person: Staff, password: str, _sources: Sources) -> bool:
    """Whom a provider signs in has no password that could be given here."""
    return passwords.matches(None, password)


PROVERS: dict[Source, Callable[[Staff, str, Sources], bool]] = {
    Source.LOCAL: _by_own_hash,
    Source.LDAP: _by_directory,
    Source.OIDC: _by_nobody,
}
