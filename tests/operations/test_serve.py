"""`portal serve`: web and scheduler as real processes, over a real network, with their deaths."""

import os
import signal
import socket
import subprocess
import sys
import time as wall
from pathlib import Path
from urllib.parse import unquote

import pytest

from portal import migrations
from portal.audit import queries as journal
from portal.audit.models import JournalRow
from portal.operations.models import JobRun
from portal.tickets.models import Attachment, Entry
from tests.operations.homes import (
    PATIENCE,
    Visitor,
    end,
    environment,
    free_port,
    numbers_in,
    opened,
    portal,
    serving,
    started,
    until,
)
from tests.operations.writers import Writer, integrity

OPEN_FILES_OF_THE_APPLICATION = """
from pathlib import Path
from portal.operations.serving import application
application()
print(*(file.resolve() for file in Path("/proc/self/fd").iterdir()))
"""
pytestmark = pytest.mark.xdist_group("ports")


def test_it_serves_signs_in_and_ends_both_on_ctrl_c(demo_home):
    with serving(demo_home) as served:
        visitor = Visitor(served)
        assert visitor.ask("/tickets").status == 303
        answer = visitor.sign_in("agent.eu")
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        assert "李娜" in visitor.ask("/").text
        family = [served.child("gunicorn"), served.child("scheduler"), *served.workers()]
        assert len(family) == 4
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(PATIENCE) == 0
        assert [pid for pid in family if is_alive(pid)] == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["kill", "a closed terminal"])
def test_other_ends_are_orderly_too(demo_home, number):
    with serving(demo_home, PORTAL_WORKERS="1") as served:
        family = [served.child("gunicorn"), served.child("scheduler")]
        served.process.send_signal(number)
        assert served.process.wait(PATIENCE) == 0
        assert not any(map(is_alive, family))


INTERRUPTED_WHILE_IT_HANDS_OUT_A_JOB = """
import os, signal, sys
from apscheduler.executors.pool import ThreadPoolExecutor
from portal.__main__ import main
hand_out = ThreadPoolExecutor.submit_job
def interrupted(*args):
    os.kill(os.getpid(), signal.SIGTERM)
    return hand_out(*args)
ThreadPoolExecutor.submit_job = interrupted
sys.exit(main(["scheduler"]))
"""


def test_a_signal_that_meets_the_scheduler_handing_out_a_job_is_not_lost(demo_home):
    command = [sys.executable, "-c", INTERRUPTED_WHILE_IT_HANDS_OUT_A_JOB]
    answer = subprocess.run(command, env=environment(demo_home), capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (answer.returncode, answer.stdout) == (0, ""), answer.stderr


def test_nobody_holds_the_port_when_serve_itself_is_killed(demo_home):
    with serving(demo_home, PORTAL_WORKERS="1") as served:
        family = [served.child("gunicorn"), served.child("scheduler")]
        served.process.kill()
        until(lambda: not any(map(is_alive, family)))


@pytest.mark.parametrize("command", ["serve", "web"])
def test_a_port_that_is_taken_is_one_sentence(demo_home, command):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = portal(command, "--port", str(port), home=demo_home)
    assert answer.returncode == 1
    assert answer.stderr.strip() == (
        f"127.0.0.1:{port} cannot be used (Address already in use); "
        "stop what runs there or choose another with PORTAL_PORT."
    )


@pytest.mark.parametrize("command", ["serve", "web"])
def test_a_database_of_yesterday_is_not_served(bare_home, command):
    with opened(bare_home):
        last = migrations.runner().down()[0]
    answer = portal(command, "--port", str(free_port()), home=bare_home)
    assert answer.returncode == 1
    assert answer.stderr.strip() == f"The database lacks {last}; `portal migrate` brings it up to date."


def test_a_scheduler_that_is_killed_is_started_again(demo_home):
    with serving(demo_home, PORTAL_WORKERS="1", PORTAL_LEASE_SECONDS="2") as served:
        first = served.child("scheduler")
        os.kill(first, signal.SIGKILL)
        second = until(lambda: served.child("scheduler") not in (None, first) and served.child("scheduler"))
        assert second != first
        before = last_run(demo_home)
        until(lambda: last_run(demo_home) > before)


def test_a_web_server_that_ends_ends_the_whole_with_1(demo_home):
    with serving(demo_home, PORTAL_WORKERS="1") as served:
        scheduler = served.child("scheduler")
        os.kill(served.child("gunicorn"), signal.SIGTERM)
        assert served.process.wait(PATIENCE) == 1
        assert not is_alive(scheduler)


def test_the_scheduler_alone_ends_orderly(demo_home):
    process = started("scheduler", home=demo_home)
    before = last_run(demo_home)
    until(lambda: last_run(demo_home) > before)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert "Traceback" not in process.communicate()[1]


def test_web_alone_serves_without_a_scheduler(demo_home):
    port = free_port()
    process = started("web", "--port", str(port), home=demo_home, PORTAL_WORKERS="1")
    try:
        until(lambda: can_connect(port))
    finally:
        end(process)


def test_the_folder_it_is_started_in_has_no_part_in_it(demo_home, tmp_path, monkeypatch):
    """Neither a gunicorn.conf.py nor a csv.py that lies there; a setting's file may lie there."""
    (tmp_path / "gunicorn.conf.py").write_text("raise SystemExit('not our configuration')", "ascii")
    (tmp_path / "csv.py").write_text("raise SystemExit('not our module')", "ascii")
    (tmp_path / "threads").write_text("2", "ascii")
    monkeypatch.chdir(tmp_path)
    with serving(demo_home, PORTAL_WORKERS="1", PORTAL_THREADS_FILE="threads", PYTHONSAFEPATH="1") as served:
        assert Visitor(served).ask("/login").status == 200


def test_nothing_is_connected_before_the_workers_are_born(demo_home):
    """A SQLite connection does not survive a fork."""
    program = [sys.executable, "-c", OPEN_FILES_OF_THE_APPLICATION]
    answer = subprocess.run(program, env=environment(demo_home), capture_output=True, text=True, check=True)
    assert "master.key" not in answer.stdout
    assert "portal.db" not in answer.stdout


def test_chinese_in_headers_and_flashes_is_no_error(demo_home):
    """What passes a test client and fails a real server: text in headers that is not ASCII."""
    with serving(demo_home, PORTAL_WORKERS="1") as served:
        visitor = Visitor(served)
        visitor.sign_in("agent.jk")
        search = "/tickets/search?q=水泵"
        address = "/login?next=%2Ftickets%2Fsearch%3Fq%3D%E6%B0%B4%E6%B3%B5"
        live = visitor.ask(address, HX_Request="true")
        assert (live.status, unquote(live.headers["HX-Redirect"])) == (204, search)
        plain = visitor.ask(address)
        assert (plain.status, unquote(plain.headers["Location"])) == (303, search)
        assert visitor.ask(plain.headers["Location"]).status == 200
        flash = write_note(visitor, numbers_in(visitor.ask("/tickets").text)[0], "已电话确认。", HX_Request="true")
        assert flash.status == 200
        assert "内部进展" in flash.text


def test_a_file_with_a_japanese_name_comes_back_whole(demo_home):
    with opened(demo_home):
        file = Attachment.get(Attachment.name == "測定表.csv")
        number, file_id = file.ticket.number, file.id
    with serving(demo_home, PORTAL_WORKERS="1") as served:
        visitor = Visitor(served)
        visitor.sign_in("agent.jk")
        answer = visitor.ask(f"/tickets/{number}/files/{file_id}")
    assert answer.status == 200
    assert unquote(answer.headers["Content-Disposition"]).endswith("測定表.csv")
    assert answer.text.startswith("番号,平行度μm\n")


def test_workers_that_are_killed_lose_nothing_that_was_confirmed(demo_home):
    """Notes are written over the network while worker after worker is killed in the middle of its requests."""
    with serving(demo_home) as served:
        writers = [Writer(served, name) for name in ("agent.eu", "agent2.eu", "senior.eu")]
        for writer in writers:
            writer.start()
        for _round in range(4):
            wall.sleep(0.7)
            for pid in served.workers():
                os.kill(pid, signal.SIGKILL)
        until(lambda: len(served.workers()) == 2)
        confirmed_so_far = sum(len(writer.confirmed) for writer in writers)
        until(lambda: sum(len(writer.confirmed) for writer in writers) > confirmed_so_far + 5)
        for writer in writers:
            writer.stop()
    confirmed = [text for writer in writers for text in writer.confirmed]
    sent = {text for writer in writers for text in writer.sent}
    with opened(demo_home):
        kept = [entry.text for entry in Entry.select().where(Entry.text.startswith("kill test"))]
        told = JournalRow.select().where(JournalRow.what == "enquiry.note", JournalRow.origin == "127.0.0.1").count()
        assert journal.verify().broken is None
        assert integrity() == "ok"
    assert len(kept) == len(set(kept)) == told
    assert set(confirmed) <= set(kept) <= sent
    assert len(confirmed) > 10


def write_note(visitor: Visitor, number: str, text: str, **headers: str):
    fields = {"csrf_token": visitor.token(f"/enquiries/{number}"), "seen": "0", "text": text}
    return visitor.ask(f"/enquiries/{number}/moves/note", fields, **headers)


def last_run(home):
    with opened(home):
        return max((run.at for run in JobRun.select()), default=None)


def can_connect(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def is_alive(pid: int | None) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
