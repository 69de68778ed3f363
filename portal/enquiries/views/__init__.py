"""Pages of the enquiries: where list and board are, taking one in, one enquiry with its steps, its time limits, imports."""

from portal.enquiries.views import answering, facts, imports, joint, lists, moves, take, ticket
from portal.enquiries.views.blueprint import blueprint

__all__ = ["answering", "blueprint", "facts", "imports", "joint", "lists", "moves", "take", "ticket"]
