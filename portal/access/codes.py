"""The codes of a second factor: those a phone shows for half a minute (RFC 6238) and those on paper that work once."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b32encode
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from portal.access.passwords import ALPHABET
from portal.core import crypto
from portal.core.time import to_ms

STEP_SECONDS, DIGITS, DRIFT = 30, 6, 1
SECRET_BYTES = 20
RECOVERY_CODES = 10
ISSUER = "Portal"


def new_secret() -> bytes:
    """What a phone and the portal are to share: 160 random bits."""
    return secrets.token_bytes(SECRET_BYTES)


def sealed(secret: bytes, *, key: bytes, username: str) -> bytes:
    """The secret as it is kept, bound to its owner."""
    return crypto.seal(key, secret, _about(username))


def unsealed(kept: bytes, *, key: bytes, username: str) -> bytes:
    """The secret that was kept for this person. Raises crypto.Unreadable."""
    return crypto.unseal(key, bytes(kept), _about(username))


def _about(username: str) -> str:
    return f"second factor of {username}"


def as_text(secret: bytes) -> str:
    """The secret to type into a phone, in groups of four."""
    text = b32encode(secret).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address(secret: bytes, username: str) -> str:
    """What the QR code says: the otpauth address that authenticator applications read."""
    return _totp(secret).get_provisioning_uri(username, ISSUER)


def step_at(moment: datetime) -> int:
    """The number of the half minute since 1970."""
    return to_ms(moment) // (STEP_SECONDS * 1000)


def code_of(secret: bytes, step: int) -> str:
    """The six digits of a time step."""
    return _totp(secret).generate(step * STEP_SECONDS).decode()


def step_of(typed: str, secret: bytes, *, at: datetime, after: int) -> int | None:
    """The time step whose code was typed, or None: one step early or late will do, none up to `after` will."""
    code, here = "".join(typed.split()), step_at(at)
    if not (code.isascii() and code.isdecimal() and len(code) == DIGITS):
        return None
    allowed = range(max(here - DRIFT, after + 1), here + DRIFT + 1)
    return next((step for step in allowed if hmac.compare_digest(code_of(secret, step), code)), None)


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 — HMAC with SHA-1 is what every phone speaks


def new_recovery_codes() -> list[str]:
    """Ten codes of twelve characters, about 59 bits each, nothing in them that reads alike on paper."""
    return ["-".join(_four() for _ in range(3)) for _ in range(RECOVERY_CODES)]


def _four() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(4))


def recovery_hash(typed: str, *, key: bytes) -> str:
    """What is kept of a recovery code: without the master key nobody can try codes on a stolen database.

    Case, blanks and hyphens do not matter.
    """
    plain = "".join(character for character in typed.casefold() if character.isalnum())
    return hmac.new(key, plain.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
