"""The duty of the one active scheduler: who has it runs the jobs, everybody else stands by."""

from __future__ import annotations

import logging
import os
import socket
import time as wall
from contextlib import ExitStack
from datetime import timedelta

from portal.core import db, lease
from portal.core.errors import Refused
from portal.core.guarded import beginning_with
from portal.core.lease import SCHEDULER, Held, Lost
from portal.operations.ticking import Ran, tick

log = logging.getLogger("portal.scheduler")
SECONDS_BETWEEN_LOOKS = 0.5


class Duty:
    """A scheduler's part in it: it takes the lease when it is free, keeps it alive, and lets it go at its end."""

    def __init__(self, term: timedelta):
        self.term = term
        self.held: Held | None = None
        self.standing = False
        self._alive = ExitStack()

    def round(self) -> list[Ran]:
        """Run what is due when the duty is ours, or has become free; nothing otherwise."""
        db.ready()
        if self.held is None and not self._took():
            return []
        try:
            with beginning_with(self.held.renew):
                return tick()
        except Lost:
            log.warning("another scheduler has taken over; this one stands by")
            self._forget()
            return []

    def end(self) -> None:
        """Let the next one begin at once."""
        if self.held:
            held = self.held
            self._forget()
            db.ready()
            held.release()

    def _took(self) -> bool:
        self.held = lease.take(SCHEDULER, holder=me(), term=self.term)
        if self.held:
            log.info("this scheduler is the active one, epoch %s", self.held.epoch)
            self._alive.enter_context(lease.kept_alive(self.held))
        elif not self.standing:
            log.info("another scheduler is at work; this one stands by")
        self.standing = self.held is None
        return not self.standing

    def _forget(self) -> None:
        self.held = None
        self._alive.close()


def tick_by_hand(term: timedelta) -> list[Ran]:
    """Every job once. A dead holder's term is waited for; raises Refused when the holder gives a sign of life."""
    held = _awaited(term)
    try:
        with lease.kept_alive(held), beginning_with(held.renew):
            return tick(all_of_them=True)
    except Lost as lost:
        raise Refused("Another scheduler took over in the middle; it runs what was left.") from lost
    finally:
        db.ready()
        held.release()


def _awaited(term: timedelta) -> Held:
    db.ready()
    before = lease.state(SCHEDULER)
    while (held := lease.take(SCHEDULER, holder=me(), term=term)) is None:
        now = lease.state(SCHEDULER)
        if (now.epoch, now.expires) != (before.epoch, before.expires):
            raise Refused(f"The scheduler {now.holder} is at work and runs every job when it is due; nothing was run twice.")
        wall.sleep(SECONDS_BETWEEN_LOOKS)
    return held


def me() -> str:
    """This process, as an operator finds it."""
    return f"{socket.gethostname()}:{os.getpid()}"
