"""The tables of a ticket, by what they hold."""

from portal.tickets.models.presence import ANSWERING, LOOKING, Draft, Presence, Pulse
from portal.tickets.models.regrouping import JointPart, Link, Regrouping, Relocation
from portal.tickets.models.saved import Pin, SavedView
from portal.tickets.models.tickets import (
    NEVER,
    NORMAL,
    RANKS,
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
    "RANKS",
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
    "JointPart",
    "Link",
    "Member",
    "Pin",
    "Presence",
    "Pulse",
    "Regrouping",
    "Relocation",
    "SavedView",
    "Ticket",
    "Wait",
]
