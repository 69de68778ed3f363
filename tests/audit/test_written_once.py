"""The database itself refuses to change the journal: by the ORM, by SQL, by whatever takes rows along."""

from __future__ import annotations

import peewee
import pytest

from portal.audit import SYSTEM, queries
from portal.audit.actions import record
from portal.audit.models import JournalRow
from portal.core import db

REFUSED = "The journal is written once"


@pytest.fixture
def row(database):
    return record("a.b", "x", by=SYSTEM)


def upsert(row) -> None:
    facts = {name: getattr(row, name) for name in ("id", "at", "who", "origin", "what", "subject", "digest")}
    JournalRow.insert(facts | {"reason": "other"}).on_conflict(
        conflict_target=[JournalRow.id], update={JournalRow.reason: "other"}
    ).execute()


CHANGES = {
    "the ORM updates": lambda row: JournalRow.update(reason="other").where(JournalRow.id == row.id).execute(),
    "the ORM saves": lambda row: JournalRow.get_by_id(row.id).save(),
    "the ORM deletes": lambda row: JournalRow.get_by_id(row.id).delete_instance(),
    "the ORM deletes all": lambda _row: JournalRow.delete().execute(),
    "the ORM replaces": upsert,
    "SQL updates": lambda row: db.run("UPDATE journal SET who = 'nobody' WHERE id = ?", row.id),
    "SQL updates the number": lambda row: db.run("UPDATE journal SET id = id + 1000 WHERE id = ?", row.id),
    "SQL deletes": lambda row: db.run("DELETE FROM journal WHERE id = ?", row.id),
    "SQL deletes all": lambda _row: db.run("DELETE FROM journal"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_refused_with_a_sentence(row, change):
    before = queries.head()
    with pytest.raises(peewee.DatabaseError, match=REFUSED), db.atomic():
        change(row)
    assert queries.head() == before
    assert queries.verify().fault is None


def test_a_cascade_is_refused(row):
    """A table that would take journal rows along with its own (somebody adds such a key by hand)."""
    with pytest.raises(peewee.DatabaseError, match=REFUSED), db.atomic():
        _follow_the_parent(row)
    assert JournalRow.get_by_id(row.id).reason == ""


def _follow_the_parent(row) -> None:
    db.run("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
    db.run("INSERT INTO parent (id) VALUES (?)", row.id)
    if db.is_postgresql():
        db.run("ALTER TABLE journal ADD COLUMN parent_id INTEGER REFERENCES parent(id) ON DELETE CASCADE")
        db.run("INSERT INTO journal (id, at, who, origin, what, subject, reason, digest, parent_id) "
               "VALUES (?, 1, '', '', '', '', '', '', ?)", row.id + 1, row.id)  # fmt: skip
    else:
        db.run("CREATE TRIGGER follow AFTER DELETE ON parent BEGIN DELETE FROM journal WHERE id = OLD.id; END")
    db.run("DELETE FROM parent")


def test_insert_or_replace_and_truncate_are_refused(row):
    sql = "TRUNCATE journal" if db.is_postgresql() else "INSERT OR REPLACE INTO journal SELECT * FROM journal"
    with pytest.raises(peewee.DatabaseError, match=REFUSED), db.atomic():
        db.run(sql)
    assert JournalRow.get_by_id(row.id).subject == "x"


def test_adding_a_row_is_not_hindered(row):
    assert record("a.b", "y", by=SYSTEM).id == row.id + 1
