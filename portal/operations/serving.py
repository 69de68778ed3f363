"""`portal serve`, `web`, `scheduler` and `tick`."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time as wall

from apscheduler.schedulers.blocking import BlockingScheduler

from portal import create_app, open_database
from portal.core import crypto, log
from portal.core.errors import Refused
from portal.operations.ticking import tick as run_due_jobs
from portal.settings import PROJECT, Settings, read

SECONDS_BETWEEN_TICKS = 5
GRACE_SECONDS = 15


def application():
    """What the web server serves; settings come from the environment."""
    log.set_up()
    return create_app(read())


def web(_args, settings: Settings) -> int:
    """The web server alone, in this process."""
    _demand_free_port(settings)
    os.environ |= _environment(settings)
    os.execv(sys.executable, _web_command(settings))


def scheduler(_args, settings: Settings) -> int:
    """The scheduler alone: it only ticks; what is due stands in tables."""
    _open(settings)
    clock = BlockingScheduler(timezone="UTC")
    clock.add_job(
        run_due_jobs, "interval", seconds=SECONDS_BETWEEN_TICKS, coalesce=True, max_instances=1, misfire_grace_time=30
    )
    signal.signal(signal.SIGTERM, lambda *_: clock.shutdown(wait=False))
    clock.start()
    return 0


def tick(_args, settings: Settings) -> int:
    """Every due job once; 1 when one of them failed."""
    _open(settings)
    ran = run_due_jobs(all_of_them=True)
    for name, done, error in ran:
        print(f"{name}: {error or done}")
    return 1 if any(error for _name, _done, error in ran) else 0


def serve(_args, settings: Settings) -> int:
    """Web and scheduler together until one signal ends both; a scheduler that dies is started again."""
    _demand_free_port(settings)
    environment = os.environ | _environment(settings)
    children = {"web": subprocess.Popen(_web_command(settings), env=environment)}
    children["scheduler"] = _start_scheduler(environment)
    signal.signal(signal.SIGTERM, _interrupt)
    print(f"The portal is at http://{settings.host}:{settings.port} — Ctrl-C ends it.", flush=True)
    try:
        return _watch(children, environment)
    except KeyboardInterrupt:
        return 0
    finally:
        _end(children)


def _watch(children: dict[str, subprocess.Popen], environment: dict) -> int:
    while children["web"].poll() is None:
        if children["scheduler"].poll() is not None:
            print("The scheduler ended; it is started again.", file=sys.stderr)
            wall.sleep(1)
            children["scheduler"] = _start_scheduler(environment)
        wall.sleep(0.5)
    print("The web server ended by itself.", file=sys.stderr)
    return 1


def _end(children: dict[str, subprocess.Popen]) -> None:
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    for child in children.values():
        try:
            child.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()


def _start_scheduler(environment: dict) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "portal", "scheduler"], env=environment)


def _web_command(settings: Settings) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "portal.operations.serving:application()",
        "--bind", f"{settings.host}:{settings.port}",
        "--workers", str(settings.workers), "--threads", str(settings.threads), "--worker-class", "gthread",
        "--timeout", "60", "--graceful-timeout", "10", "--keep-alive", "5", "--preload",
        "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip


def _environment(settings: Settings) -> dict[str, str]:
    return {
        "PORTAL_HOME": str(settings.home),
        "PORTAL_HOST": settings.host,
        "PORTAL_PORT": str(settings.port),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH", "")])),
    }


def _open(settings: Settings) -> None:
    log.set_up()
    open_database(settings, crypto.read_master_key(settings.master_key_file))


def _demand_free_port(settings: Settings) -> None:
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise Refused(
                f"{settings.host}:{settings.port} cannot be used ({error.strerror}); "
                "stop what runs there or choose another with PORTAL_PORT."
            ) from error


def _interrupt(*_signal) -> None:
    raise KeyboardInterrupt
