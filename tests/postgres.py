"""A PostgreSQL of the tests' own: a cluster in a temporary folder on a free port, gone when the tests end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=127.0.0.1"


def is_installed() -> bool:
    return bool(BINARIES)


@contextmanager
def server() -> Iterator[str]:
    """The address of a fresh database, `postgresql://…`."""
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    owner = _owner(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    try:
        _run(owner, "initdb", "-D", data, "-A", "trust", "-U", "portal", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-p {port} -k {folder} {QUICK}"
        _run(owner, "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        _run(owner, "createdb", "-h", "127.0.0.1", "-p", port, "-U", "portal", "portal")
        yield f"postgresql://portal@127.0.0.1:{port}/portal"
    finally:
        if data.exists():
            _run(owner, "pg_ctl", "-D", data, "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> str | None:
    """The account that runs the server: PostgreSQL refuses to run as root, so then Debian's own."""
    if os.geteuid() != 0:
        return None
    shutil.chown(folder, "postgres", "postgres")
    return pwd.getpwnam("postgres").pw_name


def _run(owner: str | None, program: str, *words: object, check: bool = True) -> None:
    command = [str(BINARIES[-1] / program), *map(str, words)]
    prefix = ["setpriv", f"--reuid={owner}", f"--regid={owner}", "--clear-groups"] if owner else []
    subprocess.run([*prefix, *command], check=check, stdout=subprocess.DEVNULL, cwd="/", timeout=60)
