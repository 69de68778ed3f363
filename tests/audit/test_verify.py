"""`portal audit verify`: whole, or the number of the first row that does not hold."""

from __future__ import annotations

import os
import threading
from unittest.mock import patch

import pytest

from portal.__main__ import main
from portal.audit import SYSTEM, chain, queries
from portal.audit.actions import record
from portal.audit.models import JournalRow
from portal.audit.queries import verifying
from portal.core import db, time
from tests.audit.tampering import tamper
from tests.core import apart

ROWS = 5
CHANGED = {
    "at": 1,
    "who": "nobody",
    "origin": "elsewhere",
    "what": "a.c",
    "subject": "other",
    "reason": "no",
    "changes": '{"a": [1, 3]}',
    "digest": "0" * 64,
}


@pytest.fixture
def home(tmp_path, database_setting):
    """A home whose journal has ROWS rows."""
    settings = apart.home_at(tmp_path)
    with apart.pointed_at(settings), db.atomic():
        for number in range(1, ROWS + 1):
            record("a.b", f"subject {number}", by=SYSTEM, changes={"a": [1, 2]})
    return settings


def verify(home, capsys) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of the command."""
    before = db.database.obj
    try:
        with patch.dict(os.environ, PORTAL_DATABASE=home.database):
            code = main(["--home", str(home.home), "audit", "verify"])
    finally:
        if db.database.obj is not before:
            db.database.obj.close()
        db.database.initialize(before)
    return code, *capsys.readouterr()


def behind_its_back(home, sql: str, *values) -> None:
    with apart.pointed_at(home):
        tamper(sql, *values)


def test_a_whole_journal(app, home, capsys):
    code, out, err = verify(home, capsys)
    assert (code, out, err) == (0, "The journal is whole: 5 rows, 0 anchors.\n", "")


def test_an_empty_journal_is_whole(app, tmp_path, capsys):
    settings = apart.home_at(tmp_path)
    with apart.pointed_at(settings):
        pass
    assert verify(settings, capsys)[:2] == (0, "The journal is whole: 0 rows, 0 anchors.\n")


@pytest.mark.parametrize(("column", "value"), CHANGED.items())
@pytest.mark.parametrize("number", [1, 3, ROWS])
def test_a_row_changed_behind_its_back_is_named(app, home, capsys, column, value, number):
    behind_its_back(home, f"UPDATE journal SET {column} = ? WHERE id = ?", value, number)
    code, out, err = verify(home, capsys)
    assert (code, out) == (1, "")
    assert err.startswith(f"The journal is broken at row {number}: the row was changed")
    assert f"{number - 1} rows before it hold." in err


def test_each_column_is_covered():
    assert set(CHANGED) | {"id"} == set(JournalRow._meta.columns)


@pytest.mark.parametrize("number", [1, 3])
def test_a_row_taken_out_is_named(app, home, capsys, number):
    behind_its_back(home, "DELETE FROM journal WHERE id = ?", number)
    code, _out, err = verify(home, capsys)
    assert code == 1
    assert err.startswith(f"The journal is broken at row {number}: the row is missing")


def test_a_row_put_in_and_two_changed_places_are_named(app, home, capsys):
    behind_its_back(home, "UPDATE journal SET id = 99 WHERE id = 2")
    behind_its_back(home, "UPDATE journal SET id = 2 WHERE id = 3")
    behind_its_back(home, "UPDATE journal SET id = 3 WHERE id = 99")
    assert "broken at row 2" in verify(home, capsys)[2]


def test_a_changed_row_whose_digest_was_made_to_fit_breaks_the_next(app, home, capsys):
    with apart.pointed_at(home):
        before, row = JournalRow.get_by_id(2).digest, JournalRow.get_by_id(3)
        fields = {name: getattr(row, name) for name in ("origin", "what", "subject", "reason", "changes")}
        fitting = chain.digest(before, number=3, at_ms=time.to_ms(row.at), who="nobody", **fields)
        tamper("UPDATE journal SET who = 'nobody', digest = ? WHERE id = 3", fitting)
    assert "broken at row 4" in verify(home, capsys)[2]


@pytest.mark.once("takes the database's file away")
def test_a_journal_that_cannot_be_read_at_all_is_a_sentence(app, home, capsys):
    home.database_file.write_bytes(b"not a database" * 100)
    code, out, err = verify(home, capsys)
    assert (code, out) == (1, "")
    assert "Traceback" not in err and len(err.splitlines()) == 1


def test_changes_that_are_no_json_are_a_changed_row(app, home, capsys):
    behind_its_back(home, "UPDATE journal SET changes = 'oops' WHERE id = 2")
    assert "broken at row 2" in verify(home, capsys)[2]


def test_rows_are_checked_in_batches(database, monkeypatch):
    monkeypatch.setattr(verifying, "BATCH", 2)
    for _ in range(5):
        record("a.b", "x", by=SYSTEM)
    told = []
    assert queries.verify(told.append).rows == queries.head()
    assert told == list(range(2, queries.head(), 2))


def test_two_who_write_at_once_keep_the_chain(app, tmp_path):
    with apart.pointed_at(apart.home_at(tmp_path)):
        threads = [threading.Thread(target=_write_many, args=(f"writer {number}",)) for number in (1, 2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        verdict = queries.verify()
        assert (verdict.rows, verdict.broken) == (60, None)
        assert {row.subject for row in JournalRow.select()} == {"writer 1", "writer 2"}


def _write_many(name: str) -> None:
    db.ready()
    for _ in range(30):
        record("a.b", name, by=SYSTEM)
    db.database.close()
