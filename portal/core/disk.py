"""Files that last: on the disk when a call returns, whole or not there at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def write_new(path: Path, chunks: Iterable[bytes], mode: int = 0o600) -> None:
    """A file that was not there. Raises FileExistsError, and OSError when the disk has no room."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink()
        raise


def settle(folder: Path) -> None:
    """The names in a folder last, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
