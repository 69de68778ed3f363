"""What a role may do, by name. Whether this person may see this very thing is asked of `queries`, not here."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """Named AREA_VERB, valued "area:verb", kept in alphabetical order."""

    ACCESS_ARRANGE = "access:arrange"
    ACCESS_MANAGE = "access:manage"
    ACCESS_OWN = "access:own"
    ACCESS_VIEW = "access:view"
    ARCHIVE_EDIT = "archive:edit"
    ARCHIVE_VIEW = "archive:view"
    AUDIT_EXPORT = "audit:export"
    AUDIT_VERIFY = "audit:verify"
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
    POLICY_APPROVE = "policy:approve"
    POLICY_PROPOSE = "policy:propose"
    POLICY_VIEW = "policy:view"
    REPORTS_TEAM = "reports:team"
    REPORTS_VIEW = "reports:view"
    TICKETS_VIEW = "tickets:view"
