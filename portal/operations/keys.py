"""The master key of a home: read, or made once."""

from __future__ import annotations

from pathlib import Path

from portal.core import crypto
from portal.core.errors import Refused
from portal.settings import Settings


def existing(settings: Settings) -> bytes:
    """The key of a home that is there. Refused when the file holds no key."""
    return read(settings.master_key_file)


def read(path: Path) -> bytes:
    """The key in a file. Refused when it holds none."""
    try:
        return crypto.read_master_key(path)
    except ValueError as wrong:
        raise Refused(f"{path} does not hold a master key; restore it from where you keep the copy.") from wrong


def existing_or_new(settings: Settings) -> bytes:
    """The key of a home, made when there is none. It appears whole or not at all."""
    path = settings.master_key_file
    if not path.exists():
        settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        crypto.make_master_key(unfinished)
        unfinished.rename(path)
    return existing(settings)
