"""Password hashes: argon2id, few at a time, and the same work whether an account exists or not."""

from __future__ import annotations

import secrets
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2  # each hash takes 64 MiB and most of a core
NONE = "!"  # kept in place of a hash where the password is not the portal's; nothing matches it
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that reads alike on paper

hasher = PasswordHasher()
_turns = BoundedSemaphore(AT_ONCE)


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    with _turns:
        return hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether this is the password. Without a hash (no such account) it takes as long and the answer is no."""
    with _turns:
        try:
            return hasher.verify(password_hash or _nobody(), password) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than those of today."""
    return hasher.check_needs_rehash(password_hash)


def one_time() -> str:
    """A password to hand over once: 16 characters, about 79 bits, easy to read aloud."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


@cache
def _nobody() -> str:
    return hasher.hash(secrets.token_urlsafe(32))
