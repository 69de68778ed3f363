"""Homes on disk, the command run as a program on them, and a portal that really serves."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener, urlopen

from bs4 import BeautifulSoup

from portal.core import crypto, db
from portal.settings import PROJECT, read
from tests import postgres, together
from tests.make import PASSWORD

PATIENCE = 60  # seconds; a busy machine is no failure


def environment(home: Path, **variables: str) -> dict[str, str]:
    """The variables of a person who set nothing but the home and these."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    plain |= {"PORTAL_HOME": str(home), "PYTHONPATH": str(PROJECT)}
    return plain | ({"PORTAL_DATABASE": postgres.setting_of(home)} if postgres.WANTED != "sqlcipher" else {}) | variables


def portal(*words: str, home: Path, **variables: str) -> subprocess.CompletedProcess:
    """`portal …` run to its end."""
    command = [sys.executable, "-m", "portal", *words]
    return subprocess.run(
        command, env=environment(home, **variables), capture_output=True, text=True, timeout=100, check=False
    )


def started(*words: str, home: Path, said: IO[str] | int = subprocess.PIPE, **variables: str) -> subprocess.Popen:
    """`portal …` left running; `said` takes its standard error. Whoever lets it say much must read, or give a file: a
    pipe that nobody empties stops whoever writes into it."""
    command = ["env", "--default-signal=HUP", sys.executable, "-m", "portal", *words]  # under nohup too
    return subprocess.Popen(
        command, env=environment(home, **variables), stdout=subprocess.DEVNULL if said != subprocess.PIPE else said,
        stderr=said, text=True,
    )  # fmt: skip


def demo() -> Path:
    """A home with the demo company, made once for all workers. Only to be copied: its database lends itself to nobody."""
    return together.made_once("demo", _make_demo)


def _make_demo(home: Path) -> None:
    answer = portal("init", "--demo", home=home)
    assert answer.returncode == 0, answer.stderr


def copied(home: Path, to: Path) -> Path:
    """A copy of a home that nobody has open, with its database."""
    shutil.copytree(home, to)
    if postgres.is_chosen():
        postgres.of_home(to, copied_from=home)
    return to


@contextmanager
def opened(home: Path, **variables: str) -> Iterator[None]:
    """Every model reads the database of this home inside the block."""
    database = {} if names_its_database(home) else {"PORTAL_DATABASE": postgres.setting_of(home)}
    settings = read(database | variables, home=home)
    before = db.database.obj
    db.open_database(settings, crypto.read_master_key(settings.master_key_file))
    db.ready()
    try:
        yield
    finally:
        db.database.close()
        db.database.initialize(before)


def names_its_database(home: Path) -> bool:
    """Whether the home's own settings say which database it has, whatever this run is on."""
    file = home / "settings.toml"
    return file.exists() and "database" in tomllib.loads(file.read_text("utf-8"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(happens, patience: float = PATIENCE):
    """What `happens()` answers once that is something; fails after `patience` seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if answer := happens():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"{happens} did not happen within {patience} s")


class Served:
    """A portal that serves: its address and its processes, read from the system."""

    def __init__(self, process: subprocess.Popen, port: int, said: IO[str]):
        self.process, self.port, self.said, self.address = process, port, said, f"http://127.0.0.1:{port}"

    def is_up(self) -> bool:
        assert self.process.poll() is None, Path(self.said.name).read_text()
        try:
            return urlopen(f"{self.address}/healthz", timeout=5).status == 200
        except (URLError, ConnectionError, TimeoutError):
            return False

    def child(self, word: str) -> int | None:
        """The process directly under `serve` whose command holds this word."""
        return next((pid for pid in children(self.process.pid) if word in command_of(pid)), None)

    def workers(self) -> list[int]:
        return children(self.child("gunicorn"))


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except FileNotFoundError:
        return ""


@contextmanager
def serving(home: Path, **variables: str) -> Iterator[Served]:
    """`portal serve` on a free port, up and running; ended at the end."""
    port = free_port()
    with NamedTemporaryFile("w", prefix="served-") as said:
        process = started("serve", "--port", str(port), home=home, said=said, **variables)
        served = Served(process, port, said)
        try:
            until(served.is_up)
            yield served
        finally:
            end(process)


def end(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)


class Stay(HTTPRedirectHandler):
    """Shows a redirect instead of following it."""

    def redirect_request(self, *_args):
        return None


class Visitor:
    """Somebody at a browser, over the network."""

    def __init__(self, served: Served):
        self.address = served.address
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()), Stay())

    def ask(self, path: str, fields: dict | None = None, **headers: str):
        """The answer, whatever its status; its text is in `.text`."""
        data = urlencode(fields, doseq=True).encode() if fields is not None else None
        return self._answer(Request(self.address + path, data, {name.replace("_", "-"): v for name, v in headers.items()}))

    def send(self, path: str, body: bytes, kind: str):
        """The answer to a body of another kind than that of a plain form."""
        return self._answer(Request(self.address + path, body, {"Content-Type": kind}))

    def _answer(self, request: Request):
        try:
            answer = self.opener.open(request, timeout=PATIENCE)
        except HTTPError as error:
            answer = error
        answer.text = answer.read().decode()
        return answer

    def token(self, path: str) -> str:
        return BeautifulSoup(self.ask(path).text, "html.parser").select_one("[name=csrf_token]")["value"]

    def sign_in(self, username: str):
        fields = {"csrf_token": self.token("/login"), "username": username, "password": PASSWORD}
        return self.ask("/login", fields)


def numbers_in(text: str) -> list[str]:
    """The ticket numbers that a page shows, in its order."""
    return list(dict.fromkeys(re.findall(r"E\d\d-\d{5}", text)))
