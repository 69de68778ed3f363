"""Processes: how `serve` starts its children and ends them, and how a process of ours takes its own end."""

from __future__ import annotations

import ctypes
import signal
import subprocess
from collections.abc import Callable, Mapping

from portal.settings import PROJECT

GRACE_SECONDS = 15
PR_SET_PDEATHSIG = 1  # of <sys/prctl.h>
_left: list[subprocess.Popen] = []  # kept until they end, so that none is left a zombie


def start(command: list[str], environment: Mapping[str, str]) -> subprocess.Popen:
    """A child in a session of its own, so that Ctrl-C reaches it as our orderly SIGTERM alone. It works in the project's
    folder: Gunicorn would read the configuration and the modules of whatever folder it is started in."""
    how = {"env": environment, "cwd": PROJECT, "start_new_session": True}
    return subprocess.Popen(command, **how, preexec_fn=_end_with_parent)  # noqa: PLW1509 (no threads here)


def leave(command: list[str], environment: Mapping[str, str]) -> None:
    """A process that goes on by itself, whatever becomes of us."""
    how = {"env": environment, "cwd": PROJECT, "start_new_session": True, "stdin": subprocess.DEVNULL}
    _left.append(subprocess.Popen(command, **how))
    _left[:] = [child for child in _left if child.poll() is None]


def end(children: Mapping[str, subprocess.Popen]) -> None:
    """Ask all to end, wait, and kill whoever does not within the grace."""
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    for child in children.values():
        try:
            child.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()


def _end_with_parent() -> None:
    """Ask Linux for a SIGTERM when `serve` dies without a word: nobody else would free the port."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def heed_signals() -> None:
    """Ctrl-C, `kill` and a closed terminal all end us in good order, by a KeyboardInterrupt wherever we are, unless `nohup`
    said not to mind the terminal."""
    _heed_with(_interrupt)


def asked_to_end() -> Callable[[], bool]:
    """Heed the same signals without being torn out of what goes on: whether one has come, to be asked in between. For
    work in libraries that catch whatever is raised in them, an interrupt too."""
    came: list[int] = []
    _heed_with(lambda number, _frame: came.append(number))
    return lambda: bool(came)


def _heed_with(handler: Callable) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, handler)


def _interrupt(*_signal) -> None:
    raise KeyboardInterrupt
