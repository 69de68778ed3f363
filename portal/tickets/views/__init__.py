"""Pages of tickets whatever their desk: what is found, one ticket's files and ledger, who is there, what is half
written, claiming, assigning, changing many, merging, splitting, linking."""

from portal.tickets.views import (
    assignment,
    bulk,
    claims,
    drafts,
    files,
    lists,
    merging,
    parent,
    presence,
    rows,
    saved,
    search,
    splitting,
    tickets,
)  # fmt: skip
from portal.tickets.views.blueprint import blueprint

__all__ = [
    "assignment", "blueprint", "bulk", "claims", "drafts", "files", "lists", "merging", "parent", "presence", "rows", "saved",
    "search", "splitting", "tickets",
]  # fmt: skip
