"""The press: rendering in a process of its own gives the same, dies without harm, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time as wall
from pathlib import Path

import pytest

from portal.settings import PROJECT
from portal.signing import press, rendering
from portal.signing.paper import NotAllowed
from portal.signing.press import Press, Stopped

FORM = '<html><body><h1>表单</h1><p>签名</p><div class="signature" id="sign1" style="width:56mm;height:17mm"></div></body></html>'


@pytest.fixture
def running():
    found = Press()
    yield found
    found.end()


def test_the_same_bytes_as_without_it(running):
    here, there = rendering.sheet(FORM), running.sheet(FORM)
    assert (there.pdf, there.pages, dict(there.boxes)) == (here.pdf, here.pages, dict(here.boxes))
    assert running.sheet("<p>x</p>", (160, 45)).pdf == rendering.sheet("<p>x</p>", (160, 45)).pdf


def test_what_is_not_allowed_is_refused_and_it_goes_on(running):
    with pytest.raises(NotAllowed):
        running.sheet('<html><head><link rel="stylesheet" href="file:///etc/passwd"></head><body>x</body></html>')
    first = running._process.pid
    assert running.sheet(FORM).pages == 1 and running._process.pid == first


def test_killed_it_is_started_anew(running):
    running.sheet(FORM)
    os.kill(running._process.pid, signal.SIGKILL)
    assert running.sheet(FORM).pages == 1


def test_one_that_dies_each_time_is_told():
    dying = Press([sys.executable, "-c", "import sys; sys.stdin.readline()"])
    with pytest.raises(Stopped, match="twice"):
        dying.sheet(FORM)


def test_one_that_hangs_is_ended():
    hanging = Press([sys.executable, "-c", "import time; time.sleep(60)"], patience=0.3)
    began = wall.monotonic()
    with pytest.raises(Stopped):
        hanging.sheet(FORM)
    assert wall.monotonic() - began < 20 and hanging._process is None


def test_it_knows_no_secret(running, monkeypatch):
    monkeypatch.setenv("PORTAL_OIDC_CLIENT_SECRET", "geheim")
    running.sheet(FORM)
    environment = Path(f"/proc/{running._process.pid}/environ").read_bytes()
    assert b"PORTAL" not in environment and b"geheim" not in environment


def test_it_ends_with_whoever_started_it_however_that_ended():
    program = (
        "from portal.signing.press import Press\nimport time\np = Press(); p.sheet('<p>x</p>')\n"
        "print(p._process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = wall.monotonic() + 20
    while _lives(child) and wall.monotonic() < until:
        wall.sleep(0.05)
    assert not _lives(child)


def _lives(number: int) -> bool:
    """A process that has ended and that nobody has asked about does not live."""
    try:
        return ") Z " not in Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return False


def test_where_none_was_started_forms_are_rendered_here():
    assert press.sheet(FORM).pdf == rendering.sheet(FORM).pdf


def test_started_it_is_used_and_stopped_it_is_not():
    press.start()
    try:
        assert press.sheet(FORM).pages == 1 and press._started[0]._process is not None
    finally:
        press.stop()
    assert press._started == []
