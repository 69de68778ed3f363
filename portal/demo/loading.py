"""Loading the whole company."""

from __future__ import annotations

from datetime import timedelta

from portal.audit.actions import origin
from portal.core import time
from portal.core.files import Store
from portal.demo import absences, customers, forms, handovers, people, policy, stories, together
from portal.signing.actions import certificates
from portal.signing.keyring import Keyring

BEFORE = timedelta(days=60)


def load(store: Store, keyring: Keyring) -> None:
    """Staff, customers, enquiries, forms, absences, shifts and handovers, in the caller's transaction; regions and calendars
    are there already.

    Everything but the present moment is the same each time. `store` keeps the files that customers sent and the forms,
    which `keyring` signs.
    """
    now = time.now()
    token = origin.set("demo")
    try:
        with time.frozen(now - BEFORE):
            certificates.found(keyring, at=now - BEFORE)  # before any form is signed
            company = people.hire_all()
            cards = customers.register_all(company=company, by=company["keeper"])
        tickets = stories.play(company, cards, store, now=now)
        together.play(company, tickets, now=now)
        forms.play(company, cards, store, keyring, now=now)
        policy.make_all(company, now=now)
        absences.enter_all(company, now=now)
        handovers.play(company, store, keyring, now=now)
    finally:
        origin.reset(token)
