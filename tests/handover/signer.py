"""Hands one shift over after another until it is killed: `python -m tests.handover.signer HOME`. Says each record it has seen
through, on a line of its own."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from portal import (
    areas,  # noqa: F401  (the kinds and the words are entered there)
    schedule,  # noqa: F401  (and the procedures here)
)
from portal.access.models import Staff
from portal.core import crypto, db, time
from portal.core.files import Store
from portal.handover import rules
from portal.handover.actions import handovers, items
from portal.handover.actions.handovers import Filled
from portal.handover.models import Handover
from portal.handover.queries.handovers import standing
from portal.settings import read
from portal.signing.actions import signatures
from portal.signing.keyring import Keyring
from portal.team.models import Shift
from portal.team.rules import Turn

WORDS = dict.fromkeys(rules.SECTIONS, "无")
FIRST = datetime(2026, 1, 5, 13, tzinfo=UTC)


def turn_of(shift: Shift, number: int) -> tuple[Turn, Turn]:
    """The number-th turn of a shift, and its relief."""
    end, hours = FIRST + timedelta(days=number), timedelta(hours=5)
    day: date = end.date()
    return Turn(shift.id, day, end - hours, end), Turn(0, day, end, end + hours)


def frozen(shift: Shift, number: int, giver: Staff, taker: Staff, store: Store) -> Handover:
    """All open tickets of the giver, handed over and frozen."""
    now = time.now()
    made = handovers.prepare(giver, shift.region, *turn_of(shift, number), by=giver, at=now)
    found = standing(made)
    said = {item.id: (rules.HAND, "Bitte fortsetzen.") for item in found.items}
    handovers.confirm(found, Filled(taker, WORDS, said), revision=made.revision, store=store, by=giver, at=now)
    return Handover.get_by_id(made.id)


def accept(handover: Handover, taker: Staff) -> None:
    found = standing(Handover.get_by_id(handover.id))
    items.accept(found, [item.id for item in found.items], by=taker, at=time.now())


def main(home: Path) -> None:
    settings = read(home=home)
    key = crypto.read_master_key(settings.master_key_file)
    db.open_database(settings, key)
    db.ready()
    keyring, store = Keyring(key), Store(settings.files, key)
    people = [Staff.get(Staff.username == name) for name in ("agent.eu", "agent2.eu")]
    shift, number = Shift.select().order_by(Shift.id).get(), Handover.select().count()
    while True:
        giver, taker = people if number % 2 == 0 else reversed(people)
        made = frozen(shift, number, giver, taker, store)
        signatures.sign(made.document, 0, by=giver, keyring=keyring, store=store)
        accept(made, taker)
        signatures.sign(made.document, 1, by=taker, keyring=keyring, store=store)
        print(made.document.number, flush=True)  # noqa: T201
        number += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]))
