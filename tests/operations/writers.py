"""People who write while processes die, and what has to be true afterwards."""

from __future__ import annotations

import threading
import time as wall
from http.client import HTTPException

from portal.core import db
from tests.operations.homes import PATIENCE, Visitor, numbers_in

MARK = "kill test"


class Writer(threading.Thread):
    """Somebody who writes numbered notes as quickly as the portal takes them, and remembers which were confirmed."""

    def __init__(self, served, username: str, *, mark: str = MARK):
        super().__init__(daemon=True)
        self.visitor = Visitor(served)
        self.username, self.mark = username, mark
        assert self.visitor.sign_in(username).status == 303
        self.number = numbers_in(self.visitor.ask("/tickets").text)[0]
        self.path = f"/enquiries/{self.number}/moves/note"
        self.fields = {"csrf_token": self.visitor.token(f"/enquiries/{self.number}?move=note"), "seen": "0"}
        self.sent, self.confirmed, self.stopping = [], [], threading.Event()

    def run(self):
        while not self.stopping.is_set():
            text = f"{self.mark} {self.username} {len(self.sent)}"
            self.sent.append(text)
            try:
                if self.visitor.ask(self.path, self.fields | {"text": text}).status == 303:
                    self.confirmed.append(text)
            except (OSError, HTTPException):  # the worker died before it had answered
                wall.sleep(0.05)

    def stop(self):
        self.stopping.set()
        self.join(PATIENCE)


def integrity() -> str:
    """What the database says of its own files; PostgreSQL has nothing to say on one that it recovered."""
    return "ok" if db.is_postgresql() else db.select("PRAGMA integrity_check")[0][0]
