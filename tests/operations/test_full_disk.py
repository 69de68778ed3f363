"""A disk that is full under a portal that serves, and one that is read-only: a clear word, nothing lost, nothing half."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from portal.audit import queries as journal
from portal.tickets.models import Attachment, Entry
from tests import postgres
from tests.operations.homes import demo, opened, portal, serving
from tests.operations.writers import Writer, integrity

pytestmark = [
    pytest.mark.once("the disk of a server's database is the server's matter"),
    pytest.mark.xdist_group("ports"),
    pytest.mark.timeout(180),
]
ROOM = 24_000_000
LONG = "Pumpe " * 1_500
FULL_ZH, READ_ONLY_ZH = "服务器磁盘已满", "服务器无法写入磁盘"


@pytest.fixture
def disk(tmp_path):
    """A small file system of the test's own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("nobody may mount a file system here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def home(disk):
    assert not postgres.is_chosen()
    return Path(shutil.copytree(demo(), disk / "home"))


def fill(disk: Path) -> Path:
    """A file that takes the last block."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            return filler
    raise AssertionError("the disk has no end")


def until_refused(writer: Writer):
    """Notes until one is refused; the answer to that."""
    while True:
        text = f"{len(writer.confirmed)} {LONG}"
        answer = writer.visitor.ask(writer.path, writer.fields | {"text": text})
        if answer.status != 303:
            return answer, text
        writer.confirmed.append(text)


def kept() -> list[str]:
    return [entry.text for entry in Entry.select().where(Entry.text.endswith(LONG.strip()))]


def test_a_full_disk_is_said_and_nothing_confirmed_is_lost(disk, home):
    with serving(home) as served:
        writer = Writer(served, "agent.eu")
        filler = fill(disk)
        answer, refused = until_refused(writer)
        assert answer.status == 503
        assert FULL_ZH in answer.text
        assert refused in answer.text, "what was typed comes back"
        assert writer.visitor.ask(f"/enquiries/{writer.number}").status == 200, "reading goes on"
        assert writer.visitor.ask("/healthz").status == 200
        filler.unlink()
        assert writer.visitor.ask(writer.path, writer.fields | {"text": refused}).status == 303, "and so does writing"
        writer.confirmed.append(refused)
    with opened(home):
        assert sorted(kept()) == sorted(text.strip() for text in writer.confirmed)
        assert journal.verify().broken is None
        assert integrity() == "ok"


def test_a_file_that_does_not_fit_leaves_neither_half_a_file_nor_an_entry(disk, home):
    with serving(home) as served:
        writer = Writer(served, "agent.eu")
        with opened(home):
            before = Entry.select().count(), Attachment.select().count(), len(list(home.glob("files/??/*")))
        filler = fill(disk)
        answer = attach(writer, "gross.txt", b"x" * 3_000_000)
        assert answer.status == 503
        assert FULL_ZH in answer.text or READ_ONLY_ZH in answer.text
        filler.unlink()
        with opened(home):
            assert (Entry.select().count(), Attachment.select().count(), len(list(home.glob("files/??/*")))) == before
        assert attach(writer, "gross.txt", b"x" * 3_000_000).status == 303


def attach(writer: Writer, name: str, data: bytes):
    boundary = "b0undary"
    fields = writer.fields | {"text": "siehe Anlage"}
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'
    body = "".join(parts).encode() + head.encode() + data + f"\r\n--{boundary}--\r\n".encode()
    return writer.visitor.send(writer.path, body, f"multipart/form-data; boundary={boundary}")


def test_on_a_read_only_disk_it_does_not_start_and_says_why(disk, home):
    remount(disk, "ro")
    try:
        for command in ("serve", "tick", "scheduler"):
            answer = portal(command, home=home)
            assert answer.returncode == 1, command
            assert answer.stderr.startswith("The database cannot be used"), command
            assert len(answer.stderr.splitlines()) == 1
        assert f"{home} cannot be written to" in portal("doctor", home=home).stdout
    finally:
        remount(disk, "rw")
    assert portal("tick", home=home).returncode == 0


def remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True, capture_output=True)
