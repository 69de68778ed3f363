"""Pages of the enquiries: list and board, taking one in, one enquiry with its steps, its time limits, imports."""

from portal.enquiries.views import answering, board, facts, imports, joint, moves, take, ticket
from portal.enquiries.views.blueprint import blueprint

__all__ = ["answering", "blueprint", "board", "facts", "imports", "joint", "moves", "take", "ticket"]
