"""Signs slips one after another until it is killed: `python -m tests.signing.signer HOME`. Says each signature it has
seen through, on a line of its own."""

from __future__ import annotations

import sys
from pathlib import Path

from portal import areas  # noqa: F401  (the kinds and the words are entered there)
from portal.access.models import Staff
from portal.core import crypto, db, time
from portal.core.files import Store
from portal.openings.papers import SLIP
from portal.settings import read
from portal.signing.actions import documents, signatures
from portal.signing.keyring import Keyring
from portal.signing.queries.documents import standing

FACTS = {"customer": "Kunde GmbH", "handed_on": "2026-11-26", "complete": True, "papers": [["Licence", "1", "", ""]]}


def main(home: Path) -> None:
    settings = read(home=home)
    key = crypto.read_master_key(settings.master_key_file)
    db.open_database(settings, key)
    db.ready()
    keyring, store = Keyring(key), Store(settings.files, key)
    people = [Staff.get(Staff.username == name) for name in ("market", "agent.eu")]
    while True:
        made = documents.begin(SLIP, FACTS, region="eu", language="zh", by=people[0], at=time.now())
        frozen = documents.freeze(standing(made), store=store, by=people[0], at=time.now())
        for place, person in enumerate(people):
            signatures.sign(frozen, place, by=person, keyring=keyring, store=store)
            print(f"{frozen.number} {place}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
