"""Pages of the enquiries: list and board, taking one in, one enquiry with its steps, why it is due when it is."""

from portal.enquiries.views import board, moves, take, ticket
from portal.enquiries.views.blueprint import blueprint

__all__ = ["blueprint", "board", "moves", "take", "ticket"]
