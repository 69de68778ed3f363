"""The database in a backup: a copy that stands still while people work, and putting it back. SQLite and PostgreSQL."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from portal.core import crypto, db, disk
from portal.core.errors import Refused
from portal.settings import Settings

CHUNK = 1 << 20
HEAD = "SELECT id, digest FROM journal ORDER BY id DESC LIMIT 1"
STEPS = "SELECT name FROM schema_migration ORDER BY name"
SQLITE_TABLES = """
SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name
"""
POSTGRESQL_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
NOBODYS = ("--no-owner", "--no-privileges")  # whoever restores owns what is restored
BINARIES = Path("/usr/lib/postgresql")

Ask = Callable[[str], list[tuple]]


@dataclass(frozen=True)
class Facts:
    """What a copy holds, to compare with after restoring: rows by table, the journal's newest row, the steps applied."""

    counts: dict[str, int]
    journal: tuple[int, str]
    steps: list[str]


@dataclass(frozen=True)
class Copy:
    """A database that stands still: what it holds, and its bytes."""

    facts: Facts
    chunks: Callable[[], Iterator[bytes]]


def size_of(settings: Settings) -> int:
    """Bytes that the database takes now."""
    if settings.is_postgresql:
        return db.select("SELECT pg_database_size(current_database())")[0][0]
    path = settings.database_file
    return sum(each.stat().st_size for each in (path, path.with_name(f"{path.name}-wal")) if each.exists())


def facts_of(settings: Settings, master: bytes) -> Facts:
    """What the database of these settings holds, over a connection of its own."""
    found = db.opened(settings, crypto.derive(master, "database"))
    with found.connection_context():
        ask = lambda sql: found.execute_sql(sql).fetchall()  # noqa: E731
        return _facts(ask, POSTGRESQL_TABLES if settings.is_postgresql else SQLITE_TABLES)


def _facts(ask: Ask, tables: str) -> Facts:
    names = [name for (name,) in ask(tables)]
    counts = {name: ask(f'SELECT COUNT(*) FROM "{name}"')[0][0] for name in names}  # noqa: S608 — the database's own names
    head = ask(HEAD)
    return Facts(counts, tuple(head[0]) if head else (0, ""), [name for (name,) in ask(STEPS)])


@contextmanager
def standing_still(settings: Settings, master: bytes, scratch: Path) -> Iterator[Copy]:
    """A copy of the database at one moment. `scratch` is a folder for what it needs beside, emptied by the caller."""
    make = _dumped if settings.is_postgresql else _vacuumed
    with make(settings, master, scratch) as copy:
        yield copy


@contextmanager
def _vacuumed(settings: Settings, master: bytes, scratch: Path) -> Iterator[Copy]:
    beside = replace(settings, home=scratch)
    beside.database_file.parent.mkdir(parents=True, mode=0o700)
    live = db.opened(settings, crypto.derive(master, "database"))
    with live.connection_context():
        live.execute_sql("VACUUM INTO ?", (str(beside.database_file),))
    beside.database_file.chmod(0o600)
    yield Copy(facts_of(beside, master), lambda: chunks_of(beside.database_file))


def chunks_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


@contextmanager
def _dumped(settings: Settings, _master: bytes, _scratch: Path) -> Iterator[Copy]:
    """Rows are counted in the transaction whose snapshot `pg_dump` reads, so both see the same."""
    with psycopg.connect(settings.database) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone()
        facts = _facts(lambda sql: connection.execute(sql).fetchall(), POSTGRESQL_TABLES)
        yield Copy(facts, lambda: _dump(settings.database, snapshot))


def _dump(address: str, snapshot: str) -> Iterator[bytes]:
    command = [program("pg_dump"), "--format=custom", "--schema=public", *NOBODYS, f"--snapshot={snapshot}"]
    with subprocess.Popen(command, env=_environment(address), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as dump:
        while chunk := dump.stdout.read(CHUNK):
            yield chunk
        said = dump.stderr.read()
    if dump.returncode != 0:
        raise Refused(f"pg_dump stopped: {_last_line(said)}")


def put_back(settings: Settings, chunks: Iterable[bytes]) -> None:
    """Lay a copy where the settings say there is a database; the caller has made sure that nothing is lost by it."""
    if settings.is_postgresql:
        _restore(settings.database, chunks)
    else:
        settings.database_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        disk.write_new(settings.database_file, chunks)


def _restore(address: str, chunks: Iterable[bytes]) -> None:
    command = [program("pg_restore"), "--dbname", _name_of(address), *NOBODYS, "--exit-on-error", "--single-transaction"]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS public")  # empty: the caller has looked; the copy makes it anew
    with subprocess.Popen(command, env=_environment(address), stdin=subprocess.PIPE, stderr=subprocess.PIPE) as restore:
        try:
            for chunk in chunks:
                restore.stdin.write(chunk)
            restore.stdin.close()
        except BrokenPipeError:
            pass  # it says itself why it stopped reading
        said = restore.stderr.read()
    if restore.returncode != 0:
        raise Refused(f"pg_restore stopped: {_last_line(said)}")


def is_empty(address: str) -> bool:
    """Whether a PostgreSQL database holds no tables yet."""
    with psycopg.connect(address) as connection:
        return not connection.execute(POSTGRESQL_TABLES).fetchall()


def set_aside(address: str, name: str) -> None:
    """Keep what a PostgreSQL database holds under another schema's name."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'ALTER SCHEMA public RENAME TO "{name}"')
        connection.execute("CREATE SCHEMA public")


@contextmanager
def borrowed(address: str, name: str) -> Iterator[str]:
    """The address of a new database on the same server, gone afterwards. Refused where the account may not make one."""
    with psycopg.connect(address, autocommit=True) as connection:
        try:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        except psycopg.errors.InsufficientPrivilege as no:
            raise Refused("The portal's account may not make a database to rehearse in; run ALTER ROLE … CREATEDB.") from no
        try:
            yield urlsplit(address)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def program(name: str) -> str:
    """PostgreSQL's own program, the newest on this machine."""
    newest = sorted(BINARIES.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = str(newest[-1]) if newest else shutil.which(name)
    if not found:
        raise Refused(f"{name} is not on this machine; install the package postgresql-client.")
    return found


def _environment(address: str) -> dict[str, str]:
    """The address as PostgreSQL's programs take it; on the command line everybody could read the password."""
    parts = conninfo_to_dict(address)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    names |= {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
    return dict(os.environ) | {names[part]: str(value) for part, value in parts.items() if part in names and value}


def _name_of(address: str) -> str:
    return str(conninfo_to_dict(address).get("dbname", ""))


def _last_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it did not say why"
