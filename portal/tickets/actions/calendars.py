"""On which calendar the time limits of a ticket are counted."""

from __future__ import annotations

from portal.access import queries as access
from portal.archive import queries as customers
from portal.clocks import queries as clocks
from portal.core.memo import remembered
from portal.tickets.models import Ticket


def calendar_of(ticket: Ticket) -> str:
    """The calendar of the customer's country, or of the region where the country has none."""
    return _calendar(ticket.customer, ticket.region)


@remembered
def _calendar(customer: int, region_code: str) -> str:
    card = customers.cards([customer]).get(customer)
    region = access.region(region_code).calendar
    return clocks.calendar_code_for(card.country, region) if card else region
