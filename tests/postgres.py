"""A PostgreSQL of the tests' own: one server for all workers of a run, a database for whoever asks, copies in no time."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import socket
import subprocess
import uuid
from pathlib import Path

import psycopg

from tests import together

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
ALONE = "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300"
SERVER = "postgresql"
WANTED = os.environ.get("PORTAL_TEST_DATABASE", "sqlcipher")


def is_installed() -> bool:
    return bool(BINARIES)


def is_chosen() -> bool:
    """Whether the tests run on PostgreSQL this time."""
    return WANTED == "postgresql"


def setting_of(home: Path) -> str:
    """What PORTAL_DATABASE says in a home of this run."""
    return of_home(home) if is_chosen() else WANTED


def new_database(template: str = "template0") -> str:
    """The address of a database of one's own, `postgresql://…`; `template` is the name of the one it is a copy of."""
    return _created(f"t{uuid.uuid4().hex[:16]}", template)


def of_home(home: Path, *, copied_from: Path | None = None) -> str:
    """The address of the database that belongs to a home folder; made, empty or as a copy, when it is not there yet."""
    name, template = _name_of(home), _name_of(copied_from) if copied_from else "template0"
    found = _ask("SELECT 1 FROM pg_database WHERE datname = %s", name)
    return _address(name) if found else _created(name, template)


def drop(address: str) -> None:
    """Throw a database away, whoever is still connected."""
    _ask(f'DROP DATABASE "{address.rpartition("/")[2]}" WITH (FORCE)')


def stop() -> None:
    """Stop the run's server, if anybody ever started it."""
    if together.is_made(SERVER):
        data = together.folder() / SERVER / "data"
        _run(_owner(), "pg_ctl", "-D", data, "-m", "immediate", "stop", check=False)


def _created(name: str, template: str) -> str:
    _ask(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return _address(name)


def _ask(sql: str, *values: str) -> list[tuple]:
    with psycopg.connect(_address("postgres"), autocommit=True) as connection:
        answer = connection.execute(sql, values)
        return answer.fetchall() if answer.description else []


def _name_of(home: Path) -> str:
    return "h" + hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:16]


def _address(name: str) -> str:
    place = together.made_once(SERVER, _start)
    return f"postgresql://portal@127.0.0.1:{(place / 'port').read_text('ascii')}/{name}"


def _start(folder: Path) -> None:
    folder.mkdir()
    owner = _owner()
    if owner:
        shutil.chown(folder, owner, owner)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    _run(owner, "initdb", "-D", data, "-A", "trust", "-U", "portal", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    _run(owner, "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", f"-p {port} {ALONE} {QUICK}", "start")
    (folder / "port").write_text(str(port), "ascii")


def _owner() -> str | None:
    """The account that runs the server: PostgreSQL refuses to run as root, so then Debian's own."""
    return pwd.getpwnam("postgres").pw_name if os.geteuid() == 0 else None


def _run(owner: str | None, program: str, *words: object, check: bool = True) -> None:
    command = [str(BINARIES[-1] / program), *map(str, words)]
    prefix = ["setpriv", f"--reuid={owner}", f"--regid={owner}", "--clear-groups"] if owner else []
    subprocess.run([*prefix, *command], check=check, stdout=subprocess.DEVNULL, cwd="/", timeout=60)
