"""Roles by the groups of the company's directory, where the operator named groups that give some."""

from __future__ import annotations

from portal.access import rules
from portal.access.models import Staff
from portal.access.roles import in_order
from portal.audit import Actor
from portal.audit.actions import record
from portal.core.db import atomic

DIRECTORY = Actor("directory")


def follow_groups(person: Staff, *, given: frozenset[str], possible: frozenset[str]) -> None:
    """Of the `possible` roles the person has those `given` and no other; roles that no group gives stay as they are."""
    with atomic():
        row = Staff.get_by_id(person.id)
        roles = in_order(rules.roles_by_groups(row.roles, given=given, possible=possible))
        if roles == row.roles:
            return
        changes = {"roles": [row.roles, roles]}
        person.roles, person.version = roles, row.version + 1
        person.save(only=[Staff.roles, Staff.version])
        record("staff.changed", person, by=DIRECTORY, changes=changes)
