"""The database: three kinds behind one door, one moment type, one kind of transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache, lru_cache

import peewee
from playhouse.sqlcipher_ext import SqlCipherDatabase

from portal.core import crypto, time
from portal.core.guarded import Guarded
from portal.settings import Settings

PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "synchronous": "full",  # what was confirmed outlives a power cut; under a millisecond a change where that was measured
    "busy_timeout": 10_000,
    "cache_size": -8_000,
    "temp_store": "memory",
}
ENCRYPTED_PRAGMAS = {"cipher_log_level": "none"} | PRAGMAS  # what is wrong comes as an error, and is said once

database = peewee.DatabaseProxy()


class UtcField(peewee.BigIntegerField):
    """An aware UTC moment, kept as whole milliseconds; the same on every database. A naive moment is an error."""

    def db_value(self, value):
        return value if value is None or isinstance(value, int) else time.to_ms(value)

    def python_value(self, value):
        return None if value is None else time.from_ms(value)


class JsonField(peewee.TextField):
    """A JSON value kept as text, keys sorted so that equal values are equal text."""

    def db_value(self, value):
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)

    def python_value(self, value):
        return None if value is None else json.loads(value)


class Sqlite(Guarded, peewee.SqliteDatabase):
    """A plain file."""


class SqlCipher(Guarded, SqlCipherDatabase):
    """An encrypted file."""


class Postgresql(Guarded, peewee.PostgresqlDatabase):
    """A server."""


CONVERTED = (UtcField, JsonField, peewee.BooleanField, peewee.DateField, peewee.BlobField)


class Row(peewee.Model):
    """The base of every table: an integer `id`, this database."""

    id = peewee.AutoField()

    class Meta:
        database = database


def opened(settings: Settings, key: bytes | None = None) -> peewee.Database:
    """A database as the settings ask for; `key` is the 32-byte key of the encrypted kind. Nothing is connected yet."""
    made = _made(settings, key)
    made.portal_settings = settings
    return made


def settings() -> Settings:
    """The settings that the open database was opened with: which home this is, for whoever runs by the clock."""
    return database.obj.portal_settings


def _made(settings: Settings, key: bytes | None) -> peewee.Database:
    if settings.is_postgresql:
        return Postgresql(settings.database, prefer_psycopg3=True)
    settings.database_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    options = {"lock_type": "IMMEDIATE", "check_same_thread": False}
    if settings.database == "sqlite":
        return Sqlite(str(settings.database_file), pragmas=PRAGMAS, **options)
    if key is None or len(key) != 32:
        raise ValueError("An encrypted database needs its 32-byte key.")
    passphrase = f"x'{key.hex()}'"
    return SqlCipher(str(settings.database_file), passphrase=passphrase, pragmas=ENCRYPTED_PRAGMAS, **options)


def open_database(settings: Settings, master: bytes) -> None:
    """Point every model at the database of the settings; it connects at first use."""
    found = opened(settings, crypto.derive(master, "database"))
    found.portal_settings = settings
    database.initialize(found)


def atomic() -> AbstractContextManager:
    """One transaction (a savepoint inside another). On SQLite it takes the write lock at once."""
    return database.atomic()


def joined() -> AbstractContextManager:
    """The transaction that is open, or one where none is: for a piece of a change that is never taken back alone, which
    saves the savepoint of `atomic`. What fails inside goes up to the block that is taken back."""
    return nullcontext() if database.in_transaction() else atomic()


def select(sql: str, *values: object) -> Sequence[tuple]:
    """Rows of a kept query text with `?` for each value: the quick way for the few pages that are opened all day."""
    return database.execute_sql(_spoken(sql, is_postgresql()), values).fetchall()


def rows_of(model: type[Row], condition: str, *values: object) -> list:
    """Rows of a table, called `t` in the kept text of the condition ("WHERE t.id = ?"): what `Model.select()` gives,
    without building the query anew. For the pages that are opened all day."""
    sql, fields = _selection(model)
    return [_row(model, fields, row) for row in select(f"{sql} {condition}", *values)]


@cache
def _selection(model: type[Row]) -> tuple[str, tuple]:
    fields = model._meta.sorted_fields
    columns = ", ".join(f"t.{field.column_name}" for field in fields)
    converted = tuple((field.name, field.python_value if isinstance(field, CONVERTED) else None) for field in fields)
    return f"SELECT {columns} FROM {model._meta.table_name} t", converted  # noqa: S608 — names of ours


def _row(model: type[Row], fields: tuple, values: Sequence) -> Row:
    row = model(__no_default__=True)
    row.__data__ = {name: convert(value) if convert else value for (name, convert), value in zip(fields, values, strict=True)}
    return row


def insert(row: Row, *, once: tuple[str, ...] = ()) -> bool:
    """Put a new row in by a kept text; it has its id then. Nothing where the columns `once` are taken; whether it was."""
    sql, fields = _insertion(type(row), row.id is not None, once)
    with joined():  # SQLite cannot commit what is still giving rows
        made = select(sql, *_values(row, fields))
    row.id = made[0][0] if made else None
    row._dirty.clear()
    return bool(made)


def update(row: Row) -> None:
    """Save every column of a row that is there, as `save()` does, by a kept text."""
    sql, fields = _saving(type(row))
    run(sql, *_values(row, fields), row.id)
    row._dirty.clear()


def _values(row: Row, fields: tuple) -> list:
    return [field.db_value(row.__data__.get(field.name)) for field in fields]


@cache
def _insertion(model: type[Row], with_id: bool, once: tuple[str, ...]) -> tuple[str, tuple]:
    fields = tuple(field for field in model._meta.sorted_fields if with_id or field.name != "id")
    columns, marks = ", ".join(field.column_name for field in fields), ", ".join("?" * len(fields))
    unless = f" ON CONFLICT ({', '.join(once)}) DO NOTHING" if once else ""
    return f"INSERT INTO {model._meta.table_name} ({columns}) VALUES ({marks}){unless} RETURNING id", fields  # noqa: S608


@cache
def _saving(model: type[Row]) -> tuple[str, tuple]:
    fields = tuple(field for field in model._meta.sorted_fields if field.name != "id")
    columns = ", ".join(f"{field.column_name} = ?" for field in fields)
    return f"UPDATE {model._meta.table_name} SET {columns} WHERE id = ?", fields  # noqa: S608


def run(sql: str, *values: object) -> int:
    """Carry out a statement with `?` for each value; how many rows it touched."""
    return database.execute_sql(_spoken(sql, is_postgresql()), values).rowcount


def run_many(sql: str, rows: Iterable[Sequence]) -> None:
    """Carry out a statement with `?` once for each row of values, in the caller's transaction: to load many."""
    database.cursor().executemany(_spoken(sql, is_postgresql()), rows)


def is_postgresql() -> bool:
    return isinstance(database.obj, peewee.PostgresqlDatabase)


@lru_cache(maxsize=512)
def _spoken(sql: str, postgresql: bool) -> str:
    return sql.replace("%", "%%").replace("?", "%s") if postgresql else sql


def ready() -> None:
    """Make sure this thread has its connection: another one when a query found that the server had dropped it."""
    if _is_lost():
        database.close()
    database.connect(reuse_if_open=True)


def _is_lost() -> bool:
    """The driver knows of itself, without asking the server."""
    return is_postgresql() and not database.is_closed() and bool(database.connection().closed)
