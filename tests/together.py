"""What the workers of one run have together: a folder, and in it things that are made once by whoever needs them first."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = "PORTAL_TEST_FOLDER"  # the variable by which workers find it


def begin() -> None:
    """Make the folder, before any worker is started."""
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="portal-tests-")
    folder().chmod(0o711)  # the account that runs PostgreSQL passes through


def end() -> None:
    shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


def folder() -> Path:
    return Path(os.environ[FOLDER])


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """The path of a thing in the folder; `make(path)` makes it for all, and the others wait."""
    path = folder() / name
    with _lock(name):
        if not _sign(name).exists():
            make(path)
            _sign(name).touch()
    return path


def is_made(name: str) -> bool:
    return _sign(name).exists()


def _sign(name: str) -> Path:
    """Only what is complete counts: a worker may die while it makes something."""
    return folder() / f"{name}.made"


@contextmanager
def _lock(name: str) -> Iterator[None]:
    with (folder() / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
