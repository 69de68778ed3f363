"""Pages of tickets whatever their desk: what is found, one ticket's files and ledger, claiming."""

from portal.tickets.views import assignment, bulk, claims, files, rows, search, tickets
from portal.tickets.views.blueprint import blueprint

__all__ = ["assignment", "blueprint", "bulk", "claims", "files", "rows", "search", "tickets"]
