"""A backup as bytes: one clear line, then frames of AES-256-GCM that cannot be changed, reordered, cut or continued.

    {"portal backup": 1, "key": …, "salt": …, "at": …, …}\\n
    length (4 bytes, big-endian) · frame        as often as it takes

The key of the frames is HKDF-SHA256 of the backup key with the salt of the line, so each backup has its own and the
number of a frame serves as its nonce. Every frame is bound to the clear line. Inside, its first byte says what it is:
`N` the name of the next part, `D` bytes of that part, `E` the end, with the manifest.
"""

from __future__ import annotations

import json
import secrets
import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.core import crypto

FORMAT = "portal backup"
FRAME_BYTES = 1 << 20
LONGEST_FRAME, LONGEST_LINE = FRAME_BYTES + 64, 8_192
NAME, DATA, END = b"N", b"D", b"E"
COST = {"time_cost": 3, "memory_cost": 65_536, "parallelism": 1}  # Argon2id: 64 MiB


class Broken(ValueError):
    """A backup that is cut, changed, or none at all; the text says which."""


class Foreign(Broken):
    """A backup that another master key sealed."""


class Frame(NamedTuple):
    """What a frame holds: its kind and its bytes."""

    kind: bytes
    content: bytes


def fingerprint(master: bytes) -> str:
    """The name by which a backup says whose key opens it; tells nothing of the key."""
    digest = Hash(SHA256())
    digest.update(b"portal backup key" + backup_key(master))
    return digest.finalize().hex()[:16]


def backup_key(master: bytes) -> bytes:
    return crypto.derive(master, "backup")


def write(file: BinaryIO, facts: dict, frames: Iterable[Frame], *, master: bytes, passphrase: str = "") -> None:
    """The whole backup. `facts` go in clear; with a passphrase the master key goes in, sealed by it."""
    head = {FORMAT: 1, "key": fingerprint(master), "salt": secrets.token_hex(16)} | facts
    if passphrase:
        head["master"] = _sealed_master(master, passphrase)
    line = json.dumps(head, ensure_ascii=False).encode() + b"\n"
    box = _box(master, head)
    file.write(line)
    for number, frame in enumerate(frames):
        sealed = box.encrypt(_nonce(number), frame.kind + frame.content, line)
        file.write(struct.pack(">I", len(sealed)) + sealed)


def head_of(file: BinaryIO) -> dict:
    """The clear line, read from the start. Raises Broken for what is no backup of the portal."""
    return _parsed(file.readline(LONGEST_LINE))


def _parsed(line: bytes) -> dict:
    try:
        head = json.loads(line)
        if not line.endswith(b"\n") or head[FORMAT] != 1:
            raise ValueError
        bytes.fromhex(head["salt"])
    except (ValueError, KeyError, TypeError):
        raise Broken("it is no backup of the portal") from None
    return head


def read(file: BinaryIO, *, master: bytes) -> Iterator[Frame]:
    """Every frame, the end included, each checked. Raises Broken (Foreign for another key) at the first fault."""
    line = file.readline(LONGEST_LINE)
    head = _parsed(line)
    if head.get("key") != fingerprint(master):
        raise Foreign(f"it was sealed with the master key {head.get('key')}, and this one is {fingerprint(master)}")
    box = _box(master, head)
    number, last = 0, None
    while last is None or last.kind != END:
        last = _frame(file, box, _nonce(number), line)
        yield last
        number += 1
    if file.read(1):
        raise Broken("something was added behind its end")


def _frame(file: BinaryIO, box: AESGCM, nonce: bytes, line: bytes) -> Frame:
    announced = file.read(4)
    length = struct.unpack(">I", announced)[0] if len(announced) == 4 else 0
    if not 0 < length <= LONGEST_FRAME:
        raise Broken("it is cut off or damaged")
    sealed = file.read(length)
    if len(sealed) < length:
        raise Broken("it is cut off or damaged")
    try:
        plain = box.decrypt(nonce, sealed, line)
    except (InvalidTag, ValueError):  # ValueError: too short to be sealed
        raise Broken("it is cut off or damaged") from None
    return Frame(plain[:1], plain[1:])


def parts(name: str, chunks: Iterable[bytes]) -> Iterator[Frame]:
    """The frames of one part: its name, then its bytes in frames of their usual size."""
    yield Frame(NAME, name.encode())
    for chunk in chunks:
        for start in range(0, len(chunk), FRAME_BYTES):
            yield Frame(DATA, chunk[start : start + FRAME_BYTES])


def _box(master: bytes, head: dict) -> AESGCM:
    salt = bytes.fromhex(head["salt"])
    key = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"portal/backup/frames").derive(backup_key(master))
    return AESGCM(key)


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _sealed_master(master: bytes, passphrase: str) -> dict:
    salt = secrets.token_bytes(16)
    sealed = crypto.seal(_stretched(passphrase, salt), master, "master key of a backup")
    return {"salt": salt.hex(), "sealed": sealed.hex()}


def opened_master(head: dict, passphrase: str) -> bytes:
    """The master key that lies in a backup. Raises Broken when there is none, crypto.Unreadable for a wrong passphrase."""
    kept = head.get("master")
    if not kept:
        raise Broken("the master key is not in it")
    key = _stretched(passphrase, bytes.fromhex(kept["salt"]))
    return crypto.unseal(key, bytes.fromhex(kept["sealed"]), "master key of a backup")


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return hash_secret_raw(passphrase.encode(), salt, hash_len=32, type=Type.ID, **COST)
