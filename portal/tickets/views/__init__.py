"""Pages of tickets whatever their desk: what is found, one ticket's files and ledger."""

from portal.tickets.views import files, merging, search, tickets
from portal.tickets.views.blueprint import blueprint

__all__ = ["blueprint", "files", "merging", "search", "tickets"]
