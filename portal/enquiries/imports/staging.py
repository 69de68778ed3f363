"""Files between preview and import: sealed in the home, readable for whoever brought them, gone after a day."""

from __future__ import annotations

import json
import re
import secrets
import time as wall
from dataclasses import dataclass
from pathlib import Path

from portal.core import crypto
from portal.core.errors import Missing
from portal.settings import Settings

LONGEST_SECONDS = 24 * 3600
TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Brought:
    """A file somebody brought: its own name, and its bytes."""

    name: str
    data: bytes


class Staging:
    """The folder `staging` of a home."""

    def __init__(self, settings: Settings):
        self.folder = settings.home / "staging"
        self.key = crypto.derive(crypto.read_master_key(settings.master_key_file), "staging")

    def keep(self, brought: Brought, username: str) -> str:
        """Seal a file for its person; the token by which it is found again."""
        self.clean()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        token = secrets.token_hex(16)
        plain = json.dumps(brought.name).encode() + b"\n" + brought.data
        path = self.folder / token
        path.touch(0o600, exist_ok=False)
        path.write_bytes(crypto.seal(self.key, plain, f"{token}:{username}"))
        return token

    def get(self, token: str, username: str) -> Brought:
        """The file behind a token. Raises Missing when it is gone, or somebody else's."""
        try:
            name, _newline, data = crypto.unseal(self.key, self._path(token).read_bytes(), f"{token}:{username}").partition(b"\n")
        except (FileNotFoundError, crypto.Unreadable):
            raise Missing from None
        return Brought(json.loads(name), data)

    def drop(self, token: str) -> None:
        self._path(token).unlink(missing_ok=True)

    def clean(self) -> int:
        """Remove what lies here for longer than a day; how many files."""
        old = [path for path in self.folder.glob("*") if path.stat().st_mtime < wall.time() - LONGEST_SECONDS]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _path(self, token: str) -> Path:
        if not TOKEN.fullmatch(token):
            raise Missing
        return self.folder / token
