"""By the clock: files to print are made, and forgotten."""

from __future__ import annotations

import logging
from datetime import datetime

from portal.core import crypto, db
from portal.core.files import Store
from portal.signing.actions import prints
from portal.signing.queries import prints as queries

SECONDS = 3.0  # of one round; other jobs wait for no longer
log = logging.getLogger("portal.scheduler")


def print_forms(*, now: datetime) -> int:
    """Work on the oldest run that prints many forms; how many were added. One that cannot be made is told and left."""
    run = queries.running()
    if run is None:
        return 0
    try:
        return prints.go_on(run, store=_store(), seconds=SECONDS, at=now)
    except Exception:
        log.exception("a run of prints failed")
        prints.fail(run, at=now)
        return 0


def forget_prints(*, now: datetime) -> int:
    """Take away what was printed days ago; how many."""
    return prints.forget(before=now - prints.KEPT, store=_store())


def _store() -> Store:
    settings = db.settings()
    return Store(settings.files, crypto.read_master_key(settings.master_key_file))
