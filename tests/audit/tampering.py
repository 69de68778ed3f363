"""What somebody with the database file can do: take the triggers away, then write what he likes."""

from __future__ import annotations

from portal.core import db


def lift_the_lid() -> None:
    """Drop what refuses changes of the journal."""
    if db.is_postgresql():
        db.run("DROP TRIGGER IF EXISTS journal_written_once ON journal")
        return
    for name in ("journal_no_update", "journal_no_delete", "journal_no_replace"):
        db.run(f"DROP TRIGGER IF EXISTS {name}")


def tamper(sql: str, *values) -> None:
    """Carry out a statement that the database would refuse."""
    lift_the_lid()
    db.run(sql, *values)
