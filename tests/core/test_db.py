"""The database: moments, transactions, kept queries, and that nothing can be read without the key."""

from __future__ import annotations

import sqlite3
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta, timezone

import peewee
import pytest

from portal.core import crypto, db
from portal.core.db import JsonField, Row, UtcField
from portal.core.db import _spoken as spoken
from tests.core import apart

TITLE = "Lieferzeit der Pumpe P-200"


class Thing(Row):
    at = UtcField(null=True)
    facts = JsonField(null=True)
    title = peewee.TextField(default="")


@pytest.fixture
def things(database):
    """A table that only this test has."""
    db.database.create_tables([Thing])


@pytest.fixture(params=["sqlcipher", "sqlite"])
def file(request, tmp_path):
    """A database file of each kind with one known title in it, closed: (kind, path, settings)."""
    settings = apart.home_at(tmp_path, request.param)
    with apart.pointed_at(settings) as database:
        database.create_tables([Thing])
        Thing.create(title=TITLE)
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return request.param, settings.database_file, settings


@pytest.mark.parametrize(
    ("moment", "kept"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), 0),
        (datetime(1970, 1, 1, 0, 0, 0, 1000, tzinfo=UTC), 1),
        (datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=UTC), -1),
        (datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), -1),
        (datetime(1949, 10, 1, 15, tzinfo=timezone(timedelta(hours=8))), -639_075_600_000),
        (datetime(2026, 11, 24, 9, tzinfo=UTC), 1_795_510_800_000),
        (datetime(9999, 12, 31, tzinfo=UTC), 253_402_214_400_000),
    ],
)
def test_a_moment_comes_back_to_the_millisecond(things, moment, kept):
    row = Thing.create(at=moment)
    assert db.select("SELECT at FROM thing WHERE id = ?", row.id)[0][0] == kept
    back = Thing.get_by_id(row.id).at
    assert back.utcoffset() == timedelta(0)
    assert timedelta(0) <= moment - back < timedelta(milliseconds=1)
    assert Thing.get(Thing.at == moment).id == row.id


def test_no_moment_is_none(things):
    assert Thing.get_by_id(Thing.create().id).at is None


def test_a_moment_without_a_zone_is_an_error(things):
    with pytest.raises(ValueError, match="no zone"):
        Thing.create(at=datetime(2026, 11, 24, 9))  # noqa: DTZ001  (that is the point)


def test_equal_values_are_equal_text(things):
    one, two = Thing.create(facts={"b": "中", "a": [1, None]}), Thing.create(facts={"a": [1, None], "b": "中"})
    texts = [text for (text,) in db.select("SELECT facts FROM thing ORDER BY id")]
    assert texts == ['{"a": [1, null], "b": "中"}'] * 2
    assert Thing.get_by_id(one.id).facts == Thing.get_by_id(two.id).facts == {"a": [1, None], "b": "中"}


def test_transactions_nest_and_the_outer_decides(things):
    with pytest.raises(ZeroDivisionError), db.atomic():
        _write_and_fail(inside=db.atomic())
    assert not Thing.select().exists()


def _write_and_fail(inside) -> None:
    with inside:
        Thing.create(title="inner")
    raise ZeroDivisionError


def test_an_inner_one_can_be_given_up_alone(things):
    with db.atomic():
        Thing.create(title="kept")
        with pytest.raises(ZeroDivisionError), db.atomic():
            _write_and_fail(inside=nullcontext())
    assert [thing.title for thing in Thing.select()] == ["kept"]


def test_a_transaction_takes_the_write_lock_at_once(tmp_path):
    settings = apart.home_at(tmp_path)
    with apart.pointed_at(settings) as database:
        other = apart.opened(settings)
        other.init(other.database, pragmas={"busy_timeout": 1})
        other.connect()
        with database.atomic(), pytest.raises(peewee.OperationalError, match="locked"):
            other.execute_sql("BEGIN IMMEDIATE")
        other.close()


def test_a_kept_query_takes_values_and_a_literal_percent(things):
    Thing.create(title="100 % done?")
    Thing.create(title="50 done")
    assert db.select("SELECT title FROM thing WHERE title LIKE '%\\%%' ESCAPE '\\' AND id > ?", 0) == [("100 % done?",)]
    assert db.select("SELECT ? || '%'", "?") == [("?%",)]
    assert db.run("UPDATE thing SET title = ? WHERE title LIKE '50%'", "fifty") == 1
    assert {thing.title for thing in Thing.select()} == {"100 % done?", "fifty"}


def test_a_value_is_never_part_of_the_statement(things):
    Thing.create(title="here")
    assert db.select("SELECT 1 FROM thing WHERE title = ?", "' OR '1'='1") == []


def test_postgresql_is_spoken_to_in_its_own_spelling():
    assert spoken("SELECT 1 WHERE a LIKE 'x%' AND b = ?", True) == "SELECT 1 WHERE a LIKE 'x%%' AND b = %s"
    assert spoken("SELECT 1 WHERE a LIKE 'x%' AND b = ?", False) == "SELECT 1 WHERE a LIKE 'x%' AND b = ?"


def test_many_rows_are_loaded_at_once(things):
    db.run_many("INSERT INTO thing (title) VALUES (?)", [("a",), ("b%",)])
    assert [thing.title for thing in Thing.select().order_by(Thing.id)] == ["a", "b%"]


def test_the_file_tells_nothing_without_the_key(file):
    kind, path, _settings = file
    raw = b"".join(part.read_bytes() for part in path.parent.iterdir())
    assert (TITLE.encode() in raw) is (kind == "sqlite")
    assert raw.startswith(b"SQLite format 3") is (kind == "sqlite")


def test_other_programs_cannot_open_it(file):
    kind, path, _settings = file
    other = sqlite3.connect(path)
    if kind == "sqlite":
        assert other.execute("SELECT title FROM thing").fetchall() == [(TITLE,)]
    else:
        with pytest.raises(sqlite3.DatabaseError, match="not a database"):
            other.execute("SELECT title FROM thing")
    other.close()


def test_the_wrong_key_opens_nothing_and_the_library_leaves_the_words_to_us(tmp_path, capfd):
    settings = apart.home_at(tmp_path)
    with apart.pointed_at(settings):
        pass
    stranger = db.opened(settings, bytes(32))
    with pytest.raises(peewee.DatabaseError, match="not a database"):
        stranger.execute_sql("SELECT * FROM journal")
    stranger.close()
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("key", [None, b"short"])
def test_an_encrypted_database_asks_for_its_key(tmp_path, key):
    with pytest.raises(ValueError, match="32-byte key"):
        db.opened(apart.home_at(tmp_path), key)


def test_the_key_of_the_database_is_not_the_master_key(tmp_path):
    settings = apart.home_at(tmp_path)
    with apart.pointed_at(settings):
        pass
    raw = db.opened(settings, crypto.read_master_key(settings.master_key_file))
    with pytest.raises(peewee.DatabaseError):
        raw.execute_sql("SELECT * FROM journal")
    raw.close()
