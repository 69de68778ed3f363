"""Anchors on disk: the key that signs them, the file they are appended to, and its copy in a second place."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from portal.audit import anchors
from portal.core import crypto, disk
from portal.core.errors import Refused
from portal.settings import Settings

FILE = "anchors.jsonl"
ABOUT = "journal anchor key"


class CopyFailed(OSError):
    """The anchor is written, its copy in the second place is not."""


class Place:
    """Where the anchors of a home are."""

    def __init__(self, settings: Settings):
        self.file = settings.anchors / FILE
        self.copy = Path(settings.anchor_copy) / FILE if settings.anchor_copy else None
        self.master_key_file = settings.master_key_file
        self.key_file = self.master_key_file.with_name("anchor.key")
        self.public_file = self.master_key_file.with_name("anchor.pub")

    def lines(self) -> list[str]:
        """The lines of the file, the oldest first; empty when there is none yet."""
        return _lines_of(self.file)

    def lines_of_copy(self) -> list[str] | None:
        """The same of the copy; None where no second place is set."""
        return _lines_of(self.copy) if self.copy else None

    def append(self, anchor: anchors.Anchor) -> None:
        """Add a line and wait until it is on the disk."""
        _append(self.file, [anchor.line])

    def bring_copy_up(self) -> int:
        """Add to the copy what it lacks; how many lines. Raises CopyFailed: a copy that says something else stays."""
        if self.copy is None:
            return 0
        lines = self.lines()
        try:
            there = _lines_of(self.copy)
            if not anchors.is_prefix(there, lines):
                raise CopyFailed(f"{self.copy} holds other anchors than {self.file}; nothing was changed there.")
            if missing := lines[len(there) :]:
                _append(self.copy, missing)
        except CopyFailed:
            raise
        except OSError as wrong:
            raise CopyFailed(f"{self.copy} cannot be written: {wrong.strerror or wrong}.") from wrong
        return len(missing)

    def public_pem(self) -> str:
        """The public key as text, for whoever checks elsewhere; "" before the first anchor."""
        return self.public_file.read_text("ascii") if self.public_file.exists() else ""

    def public_key(self) -> Ed25519PublicKey | None:
        """The key that anchors are checked with; None when it is not there or no such key."""
        try:
            key = load_pem_public_key(self.public_pem().encode())
        except ValueError:
            return None
        return key if isinstance(key, Ed25519PublicKey) else None

    def private_key(self) -> Ed25519PrivateKey:
        """The key that signs, made at first use. Refused when it is lost while there are anchors, or does not open."""
        if not self.key_file.exists():
            if self.lines():
                raise Refused(f"{self.key_file} is lost, and there are anchors signed with it; restore it from your copy.")
            self._make_key()
        try:
            raw = crypto.unseal(self._sealing_key(), self.key_file.read_bytes(), ABOUT)
        except crypto.Unreadable as wrong:
            raise Refused(f"{self.key_file} does not open with the master key; restore it from your copy.") from wrong
        return Ed25519PrivateKey.from_private_bytes(raw)

    def _make_key(self) -> None:
        key = Ed25519PrivateKey.generate()
        sealed = crypto.seal(self._sealing_key(), key.private_bytes_raw(), ABOUT)
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        _write_once(self.public_file, public, 0o644)
        _write_once(self.key_file, sealed, 0o600)

    def _sealing_key(self) -> bytes:
        return crypto.derive(crypto.read_master_key(self.master_key_file), "anchors")


def _write_once(path: Path, data: bytes, mode: int) -> None:
    """The file appears whole or not at all."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    disk.write_new(unfinished, [data], mode)
    unfinished.rename(path)


def _lines_of(path: Path) -> list[str]:
    if not path.exists():
        return []
    return path.read_bytes().decode("utf-8", "replace").split("\n")[:-1]


def _append(path: Path, lines: list[str]) -> None:
    """A line that a crash cut off in the middle is ended first: it is told as unreadable, and does not spoil the next."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        cut = size and os.pread(file.fileno(), 1, size - 1) != b"\n"
        file.write((("\n" if cut else "") + "".join(f"{line}\n" for line in lines)).encode())
        file.flush()
        os.fsync(file.fileno())
    disk.settle(path.parent)
