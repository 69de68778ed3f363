"""Pages of tickets whatever their desk: what is found, one ticket's files and ledger."""

from portal.tickets.views import files, search, tickets
from portal.tickets.views.blueprint import blueprint

__all__ = ["blueprint", "files", "search", "tickets"]
