"""A log file that several processes write to and any of them puts aside when it is full."""

from __future__ import annotations

import fcntl
import logging
import os
from logging.handlers import WatchedFileHandler
from pathlib import Path


class Rotated(WatchedFileHandler):
    """Appends to `path`. Once it holds `most` bytes it becomes `.1`, what was `.1` becomes `.2`, and of these `kept` stay.

    Lines are appended whole, and whoever did not turn the file over notices at the next line: none is lost or cut.
    """

    def __init__(self, path: Path, *, most: int, kept: int):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        super().__init__(path, encoding="utf-8")
        self.path, self.most, self.kept = path, most, kept
        path.chmod(0o600)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self.reopenIfNeeded()
            if os.fstat(self.stream.fileno()).st_size >= self.most:
                self._turn_over()
                self.reopenIfNeeded()
        except OSError:
            self.handleError(record)  # says it on standard error; what the line tells of goes on
            return
        super().emit(record)

    def _turn_over(self) -> None:
        """One process does it; the others wait for the lock and see that it is done."""
        with self.path.with_suffix(".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self.path.stat().st_size < self.most:
                return
            for number in reversed(range(1, self.kept)):
                if self._aside(number).exists():
                    self._aside(number).rename(self._aside(number + 1))
            self.path.rename(self._aside(1))
            os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))

    def _aside(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}")
