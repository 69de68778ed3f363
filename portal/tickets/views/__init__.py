"""Pages of tickets whatever their desk: what is found, one ticket's files and ledger, who is there, what is half written."""

from portal.tickets.views import drafts, files, merging, presence, search, tickets
from portal.tickets.views.blueprint import blueprint

__all__ = ["blueprint", "drafts", "files", "merging", "presence", "search", "tickets"]
