"""How each desk takes tickets in and makes moves. A desk enters its own when it is loaded; tickets know no desk by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from portal.access.models import Staff
from portal.tickets.models import Ticket

Maker = Callable[..., Ticket]
_makers: dict[str, Maker] = {}
_takers: dict[str, Maker] = {}


def enter(desk: str, take: Maker, make: Maker) -> None:
    """Make known how a desk takes in, `take(given, by=, at=)`, and makes its moves, `make(ticket, key, given, by=, at=)`,
    whole or not at all."""
    _takers[desk], _makers[desk] = take, make


def take(desk: str, given: Mapping[str, Any], *, by: Staff, at: datetime | None = None) -> Ticket:
    """Take a ticket in at a desk, with all gates of its first move. Raises Refused."""
    return _takers[desk](given, by=by, at=at)


def make(ticket: Ticket, key: str, given: Mapping[str, Any], *, by: Staff, at: datetime | None = None) -> Ticket:
    """Make a move of the ticket's own desk, with all its gates. Raises Refused, Missing."""
    return _makers[ticket.desk](ticket, key, given, by=by, at=at)
