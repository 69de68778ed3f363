"""Whose open tickets a person may see: the columns of a board by owner."""

from __future__ import annotations

from portal.access import regions_seen_by
from portal.access.models import Staff
from portal.core import db

HAS_OPEN = "EXISTS (SELECT 1 FROM ticket t WHERE t.owner_id = s.id AND t.closed_at IS NULL)"


def owners(reader: Staff, most: int) -> list[tuple[int, str, str, str]]:
    """(id, user name, name, English name or "") of the first people of the reader's regions who have something open."""
    regions = regions_seen_by(reader)
    inside = "" if regions is None else f"(s.region IN ({', '.join('?' * len(regions))}) OR s.id = ?) AND "
    values = () if regions is None else (*regions, reader.id)
    sql = f"SELECT s.id, s.username, s.name, s.name_en FROM staff s WHERE {inside}{HAS_OPEN} ORDER BY s.username LIMIT {most}"
    return list(db.select(sql, *values))
