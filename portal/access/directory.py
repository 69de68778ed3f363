"""The company's directory (LDAP): it proves a password by accepting it. Nothing of it is kept but the answer.

A search as the portal finds the one entry of a user name, and a second connection is bound as that entry with the
password. An empty password never gets there: a directory takes such a bind for a nameless one and says yes (RFC 4513,
5.1.2). Referrals are not followed, as they would carry the password to whoever the answer names.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import BoundedSemaphore
from typing import NamedTuple

import ldap3
from ldap3.core.exceptions import LDAPException, LDAPInvalidFilterError, LDAPStartTLSError
from ldap3.utils.conv import escape_filter_chars

from portal.access.sources import Directory, Fault, Unreachable

CONNECTING = RECEIVING = 3  # seconds, for each step
AT_ONCE, PATIENCE = 2, 2  # conversations of one process, and the seconds the next one waits for a turn
NOBODY = "portal.connection.test"
DOWN = {1, 2, 3, 8, 10, 11, 13, 51, 52, 80}  # answers to a bind that say nothing of the password (RFC 4511, 4.1.9)

log = logging.getLogger(__name__)
_turns = BoundedSemaphore(AT_ONCE)


class Proof(NamedTuple):
    """The password was right. `roles` are those of the groups the entry is in, of the groups that give roles."""

    roles: frozenset[str]


def prove(directory: Directory, username: str, password: str) -> Proof | None:
    """Whether this is the password of the one entry with this user name; None when it is not, also when there is no
    entry or more than one. Raises Unreachable."""
    if not password:
        return None
    with _turn(), _bound(directory, directory.bind_dn, directory.bind_password) as connection:
        entry = _entry_of(connection, directory, username)
        if entry is None or not _takes(directory, entry, password):
            return None
        return Proof(_roles_of(connection, directory, entry))


def check(directory: Directory) -> None:
    """Ask everything that a sign-in asks, but for a password. Raises Unreachable."""
    with _turn(), _bound(directory, directory.bind_dn, directory.bind_password) as connection:
        _found(connection, directory.base, "(objectClass=*)", "BASE")
        _entry_of(connection, directory, NOBODY)


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE):
        raise Unreachable(Fault.BUSY)
    try:
        yield
    finally:
        _turns.release()


def _entry_of(connection: ldap3.Connection, directory: Directory, username: str) -> str | None:
    """The name (DN) of the one entry of this user name."""
    sought = directory.user_filter.replace("{name}", escape_filter_chars(username))
    entries = _found(connection, directory.base, sought, "SUBTREE")
    if len(entries) > 1:
        log.error("the directory has more than one entry for a user name; nobody signs in with it")
    return entries[0] if len(entries) == 1 else None


def _takes(directory: Directory, entry: str, password: str) -> bool:
    """Whether the directory accepts a bind as this entry."""
    try:
        with _bound(directory, entry, password):
            return True
    except _NotTaken:
        return False


def _roles_of(connection: ldap3.Connection, directory: Directory, entry: str) -> frozenset[str]:
    name = escape_filter_chars(entry)
    is_in = f"(|(member={name})(uniqueMember={name}))"
    groups = directory.group_roles.items()
    return frozenset(role for group, role in groups if _found(connection, group, is_in, "BASE", may_lack=True))


class _NotTaken(Unreachable):
    """The bind was refused by name and password; for the portal's own that means it cannot search."""


@contextmanager
def _bound(directory: Directory, name: str, password: str) -> Iterator[ldap3.Connection]:
    """A connection, encrypted before it carries a password, bound as `name` ("" for nobody)."""
    connection = _connection(directory, name, password)
    try:
        _open(connection, directory)
        _bind(connection)
        yield connection
    except LDAPException as wrong:
        raise Unreachable(_fault_of(wrong), str(wrong)) from wrong
    finally:
        with suppress(LDAPException, OSError):
            connection.unbind()


class _Encrypted(ldap3.Tls):
    """TLS as Python checks it: authority, host name and dates. The library's own way looks at the name afterwards, by a
    function that newer Pythons no longer have."""

    def wrap_socket(self, connection, do_handshake: bool = False) -> None:  # noqa: ARG002 (the library's signature)
        context = ssl.create_default_context(cafile=self.ca_certs_file)
        connection.socket = context.wrap_socket(connection.socket, server_hostname=connection.server.host)


def _connection(directory: Directory, name: str, password: str) -> ldap3.Connection:
    tls = _Encrypted(ca_certs_file=directory.ca_file or None)
    server = ldap3.Server(
        directory.url, tls=tls, connect_timeout=CONNECTING, get_info=ldap3.NONE, allowed_referral_hosts=[]
    )
    return ldap3.Connection(
        server, user=name or None, password=password or None, client_strategy=ldap3.SYNC, receive_timeout=RECEIVING,
        auto_bind=ldap3.AUTO_BIND_NONE, auto_referrals=False, read_only=True, raise_exceptions=False,
    )  # fmt: skip


def _open(connection: ldap3.Connection, directory: Directory) -> None:
    connection.open(read_server_info=False)
    if directory.starttls and not connection.start_tls(read_server_info=False):
        raise Unreachable(Fault.INSECURE, "StartTLS was not begun")


def _bind(connection: ldap3.Connection) -> None:
    if connection.bind(read_server_info=False):
        return
    code, said = connection.result["result"], connection.result["description"]
    if code in DOWN:
        raise Unreachable(Fault.SILENT, said)
    raise _NotTaken(Fault.PORTAL_REFUSED, said)


def _found(
    connection: ldap3.Connection, base: str, sought: str, scope: str, *, may_lack: bool = False
) -> list[str]:
    """The names (DN) of what is found, two at most; references to other servers are passed over."""
    try:
        connection.search(
            base, sought, search_scope=scope, dereference_aliases="NEVER", attributes=["1.1"], size_limit=2,
            time_limit=RECEIVING,
        )  # fmt: skip
    except LDAPInvalidFilterError as wrong:
        raise Unreachable(Fault.NO_BASE, str(wrong)) from wrong
    if connection.result["description"] not in ("success", "sizeLimitExceeded") and not may_lack:
        raise Unreachable(Fault.NO_BASE, connection.result["description"])
    return [one["dn"] for one in connection.response or () if one["type"] == "searchResEntry"]


def _fault_of(wrong: LDAPException) -> Fault:
    """What an exception of the library means: its classes alone do not tell a certificate from a closed port."""
    about_tls = isinstance(wrong, LDAPStartTLSError) or "ssl" in str(wrong).lower()
    return Fault.INSECURE if about_tls else Fault.SILENT
