"""Keys and sealing: one master key in a file, everything else derived from it or wrapped by it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
NONCE_BYTES = 12


class Unreadable(ValueError):
    """Sealed bytes that do not open: the wrong key, another subject, or changed bytes."""


def make_master_key(path: Path) -> bytes:
    """A new 32-byte master key in a file of mode 0600. Refuses to replace one that exists (FileExistsError)."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_bytes(32)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def read_master_key(path: Path) -> bytes:
    """The master key. Raises FileNotFoundError, or ValueError when the file does not hold 32 bytes in hex."""
    key = bytes.fromhex(path.read_text("ascii").strip())
    if len(key) != 32:
        raise ValueError(f"{path} does not hold a 32-byte key.")
    return key


def derive(master: bytes, purpose: str) -> bytes:
    """The 32-byte key for one purpose; different purposes cannot be told from one another."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"portal/{purpose}".encode()).derive(master)


def seal(key: bytes, plain: bytes, about: str) -> bytes:
    """`plain` encrypted and bound to `about`: version, nonce, AES-256-GCM."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """What was sealed for the same `about`. Raises Unreadable."""
    head = len(VERSION) + NONCE_BYTES
    if sealed[:1] != VERSION or len(sealed) < head:
        raise Unreadable("These bytes were not sealed by the portal.")
    try:
        return AESGCM(key).decrypt(sealed[1:head], sealed[head:], about.encode())
    except InvalidTag:
        raise Unreadable("These bytes were changed, or belong to something else.") from None
