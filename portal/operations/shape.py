"""Whether the database has the shape that this portal works with."""

from __future__ import annotations

from portal import migrations
from portal.core import db
from portal.core.errors import Refused


def demand_known() -> None:
    """Refused for a database that a newer portal has changed: this one would read it wrongly."""
    if newer := migrations.unknown():
        raise Refused(f"The database is of a newer portal ({newer[-1]}); install that one, or restore an older backup.")


def demand_todays() -> None:
    """Refused for a database that lacks a step, or has one too many. Its connection is closed afterwards."""
    try:
        demand_known()
        if missing := migrations.missing():
            raise Refused(f"The database lacks {', '.join(missing)}; `portal migrate` brings it up to date.")
    finally:
        db.database.close()
