"""The addresses that are asked for, in one table."""

from __future__ import annotations

from urllib.parse import quote

LIST = "/tickets"
BOARD = "/tickets?shape=board"
FILTERED = "/tickets?region={region}&level=2&channel=email&owner=me"
TICKET = "/enquiries/{number}"
NOTE = "/enquiries/{number}/moves/note"
NEW = "/enquiries/new"
SEARCH = "/tickets/search?q={words}"
BULK = "/tickets/bulk"
PREVIEWS = "/tickets/bulk/previews"
REPORT = "/reports?period=month"
REPORT_BY_PERSON = "/reports?period=quarter&by=person"
BEHIND_A_FIGURE = "/reports/tickets?period=month&kind=answered"


def search(words: str) -> str:
    """The page of what holds these words."""
    return SEARCH.format(words=quote(words))
