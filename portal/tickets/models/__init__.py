"""The tables of a ticket, by what they hold."""

from portal.tickets.models.presence import ANSWERING, LOOKING, Draft, Presence, Pulse
from portal.tickets.models.regrouping import Regrouping, Relocation
from portal.tickets.models.tickets import (
    NEVER,
    NORMAL,
    URGENT,
    Attachment,
    Counter,
    Entry,
    Escalation,
    FormerName,
    Member,
    Ticket,
    Wait,
)
from portal.tickets.models.work import Assignment, BulkChange, BulkRun

__all__ = [
    "ANSWERING",
    "LOOKING",
    "NEVER",
    "NORMAL",
    "URGENT",
    "Assignment",
    "Attachment",
    "BulkChange",
    "BulkRun",
    "Counter",
    "Draft",
    "Entry",
    "Escalation",
    "FormerName",
    "Member",
    "Presence",
    "Pulse",
    "Regrouping",
    "Relocation",
    "Ticket",
    "Wait",
]
