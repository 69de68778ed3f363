"""What a role may do, by name. Whether this person may see this very thing is asked of `queries`, not here."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """Named AREA_VERB, valued "area:verb", kept in alphabetical order."""

    ACCESS_MANAGE = "access:manage"
    ACCESS_OWN = "access:own"
    ACCESS_VIEW = "access:view"
    ARCHIVE_EDIT = "archive:edit"
    ARCHIVE_VIEW = "archive:view"
    AUDIT_VIEW = "audit:view"
    CLOCKS_MANAGE = "clocks:manage"
    ENQUIRIES_ANSWER = "enquiries:answer"
    ENQUIRIES_ARCHIVE = "enquiries:archive"
    ENQUIRIES_IMPORT = "enquiries:import"
    ENQUIRIES_LEAD = "enquiries:lead"
    ENQUIRIES_TAKE = "enquiries:take"
    ENQUIRIES_TRANSFER = "enquiries:transfer"
    ENQUIRIES_VIEW = "enquiries:view"
    HOME_VIEW = "home:view"
    NOTICES_VIEW = "notices:view"
    OPERATIONS_MANAGE = "operations:manage"
    OPERATIONS_VIEW = "operations:view"
    POLICY_VIEW = "policy:view"
    TICKETS_VIEW = "tickets:view"
