"""How each desk makes a move, by desk. A desk enters its own when it is loaded; tickets know no desk by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from portal.access.models import Staff
from portal.tickets.models import Ticket

Maker = Callable[..., Ticket]
_makers: dict[str, Maker] = {}


def enter(desk: str, make: Maker) -> None:
    """Make known how a desk makes its moves: `make(ticket, key, given, by=, at=)`, whole or not at all."""
    _makers[desk] = make


def make(ticket: Ticket, key: str, given: Mapping[str, Any], *, by: Staff, at: datetime | None = None) -> Ticket:
    """Make a move of the ticket's own desk, with all its gates. Raises Refused, Missing."""
    return _makers[ticket.desk](ticket, key, given, by=by, at=at)
