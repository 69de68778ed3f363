"""The portal's own processes on a free port, as an operator starts them."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.operations.homes import environment

PROJECT = Path(__file__).resolve().parent.parent.parent
SECONDS_TO_START = 30


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """`portal web` over a home; its address. A stack trace in what it says is a failure."""
    port = _free_port()
    with running(home, "web", "--port", port, says=home / "web.log") as child:
        address = f"http://127.0.0.1:{port}"
        _await(f"{address}/healthz", child, home / "web.log")
        yield address
    assert "Traceback" not in (said := (home / "web.log").read_text()), said[-4000:]


@contextmanager
def running(home: Path, *words: object, says: Path) -> Iterator[subprocess.Popen]:
    """A `portal` command that runs until the block ends; what it says goes to a file."""
    with says.open("wb") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", "portal", *map(str, words)],
            cwd=PROJECT, env=environment(home), stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            yield child
        finally:
            child.terminate()
            child.wait(20)


def make_home(home: Path) -> None:
    """The company of the browser runs, made by a process of its own: this one may have a database open."""
    command = [sys.executable, "-m", "tests.browser_runs.company", str(home)]
    subprocess.run(command, cwd=PROJECT, env=environment(home), check=True, timeout=60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _await(url: str, child: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and child.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the server did not answer within {SECONDS_TO_START} s: {log.read_text()[-2000:]}")
