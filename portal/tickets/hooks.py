"""What tickets hear of other areas."""

from __future__ import annotations

from portal.archive.hooks import on_renamed
from portal.core import db
from portal.tickets.actions.entries import add_words
from portal.tickets.models import Ticket

KEEP_FORMER = "INSERT INTO ticket_former_name (ticket_id, name) SELECT id, customer_name FROM ticket WHERE customer = ?"


@on_renamed
def call_customer(number: int, name: str) -> None:
    """The tickets of a customer show and are found by the corrected name; who knows the former one finds them too."""
    db.run(KEEP_FORMER, number)
    Ticket.update(customer_name=name).where(Ticket.customer == number).execute()
    for ticket in Ticket.select(Ticket.id).where(Ticket.customer == number):
        add_words(ticket.id, name)
