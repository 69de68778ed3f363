"""Reads, by noun: regions, staff, absences, sessions, attempts to sign in."""

from portal.access.queries.absences import (
    absence_of,
    absences_at,
    absences_of,
    deputy_of,
    is_away,
    possible_deputies,
    staff_arranged_by,
    standing_in,
    standing_in_by,
)
from portal.access.queries.attempts import attempts
from portal.access.queries.regions import region, region_names, regions, regions_seen_by, sees_region
from portal.access.queries.sessions import SignedIn, digest, session_of, sessions_of, signed_in
from portal.access.queries.staff import (
    active_staff,
    holders_of,
    in_role,
    is_last_administrator,
    named,
    page_of_staff,
    staff_named,
    staff_of,
)

__all__ = [
    "SignedIn",
    "absence_of",
    "absences_at",
    "absences_of",
    "active_staff",
    "attempts",
    "deputy_of",
    "digest",
    "holders_of",
    "in_role",
    "is_away",
    "is_last_administrator",
    "named",
    "page_of_staff",
    "possible_deputies",
    "region",
    "region_names",
    "regions",
    "regions_seen_by",
    "sees_region",
    "session_of",
    "sessions_of",
    "signed_in",
    "staff_arranged_by",
    "staff_named",
    "staff_of",
    "standing_in",
    "standing_in_by",
]
