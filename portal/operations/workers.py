"""What Gunicorn calls in its workers: its configuration, read as a module."""

from __future__ import annotations

from portal.signing import press


def post_worker_init(_worker: object) -> None:
    """Each worker has a press of its own, started after the fork."""
    press.start()


def worker_exit(_server: object, _worker: object) -> None:
    """And ends it with itself."""
    press.stop()
