"""`portal serve`, `web`, `scheduler` and `tick`."""

from __future__ import annotations

import gc
import os
import re
import socket
import subprocess
import sys
import time as wall
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from apscheduler.schedulers.blocking import BlockingScheduler

from portal import create_app
from portal.core import log, time
from portal.core.errors import Refused
from portal.operations import processes, shape
from portal.operations.duty import Duty, tick_by_hand
from portal.settings import PROJECT, Settings, read

MEMORY = Path("/dev/shm")  # noqa: S108 — gunicorn opens its file there under a name of its own and unlinks it
SECONDS_BETWEEN_TICKS = 1
SECONDS_BETWEEN_QUESTIONS = 0.1
SCHEDULER = [sys.executable, "-m", "portal", "scheduler"]
SETTING_IN_FILE = re.compile(r"PORTAL_\w+_FILE")


def application():
    """What the web server serves; settings come from the environment."""
    settings = read()
    log.set_up(settings)
    app = create_app(settings)
    _settle_memory()
    return app


def _settle_memory() -> None:
    """What is loaded now lives as long as the process: workers share it, and no collection of garbage walks it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)


def web(_args, settings: Settings) -> int:
    """The web server alone, in this process."""
    shape.demand_todays()
    _demand_free_port(settings)
    os.environ |= _environment(settings)
    os.chdir(PROJECT)
    os.execv(sys.executable, _web_command(settings))


def scheduler(_args, settings: Settings) -> int:
    """The scheduler alone: it only ticks; what is due stands in tables. A signal lets the job that runs finish. Of several
    one is active, the others stand by."""
    shape.demand_todays()
    log.set_up(settings)
    duty = Duty(settings.term)
    clock = BlockingScheduler(timezone="UTC")
    ticking = {"seconds": SECONDS_BETWEEN_TICKS, "coalesce": True, "max_instances": 1, "misfire_grace_time": 30}
    clock.add_job(duty.round, "interval", next_run_time=time.now(), **ticking)
    ended = _run_until(processes.asked_to_end(), clock)
    duty.end()
    return 0 if ended else 1


def _run_until(asked: Callable[[], bool], clock: BlockingScheduler) -> bool:
    """Let the clock run in a thread until somebody asks for its end; False when it ended by itself. APScheduler catches
    what is raised while it hands out a job, so an interrupt there would be lost."""
    running = Thread(target=clock.start, name="clock", daemon=True)
    running.start()
    while running.is_alive() and not (asked() and clock.running):
        wall.sleep(SECONDS_BETWEEN_QUESTIONS)
    if not running.is_alive():
        return False
    clock.shutdown()
    running.join()
    return True


def tick(_args, settings: Settings) -> int:
    """Every due job once; 1 when one of them failed."""
    shape.demand_todays()
    log.set_up(settings)
    ran = tick_by_hand(settings.term)
    for name, done, error in ran:
        print(f"{name}: {error or done}")
    return 1 if any(error for _name, _done, error in ran) else 0


def serve(_args, settings: Settings) -> int:
    """Web and scheduler together until one signal ends both; a scheduler that dies is started again."""
    shape.demand_todays()
    _demand_free_port(settings)
    environment = os.environ | _environment(settings)
    processes.heed_signals()
    children: dict[str, subprocess.Popen] = {}
    try:
        children["web"] = processes.start(_web_command(settings), environment)
        children["scheduler"] = processes.start(SCHEDULER, environment)
        print(f"The portal is at http://{_address(settings)} — Ctrl-C ends it.", flush=True)
        return _watch(children, environment)
    except KeyboardInterrupt:
        return 0
    finally:
        processes.end(children)


def _watch(children: dict[str, subprocess.Popen], environment: dict) -> int:
    while children["web"].poll() is None:
        if children["scheduler"].poll() is not None:
            print("The scheduler ended; it is started again.", file=sys.stderr)
            wall.sleep(1)
            children["scheduler"] = processes.start(SCHEDULER, environment)
        wall.sleep(0.5)
    print("The web server ended by itself.", file=sys.stderr)
    return 1


def _web_command(settings: Settings) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "portal.operations.serving:application()",
        "--bind", _address(settings),
        "--workers", str(settings.workers), "--threads", str(settings.threads), "--worker-class", "gthread",
        "--timeout", "60", "--graceful-timeout", "10", "--keep-alive", "5", "--preload",
        "--log-level", "warning", "--no-control-socket", "--config", "python:portal.operations.workers", *_heartbeat(),
    ]  # fmt: skip


def _heartbeat() -> list[str]:
    """Where workers note that they live: in memory, since a slow disk would hold every request up."""
    return ["--worker-tmp-dir", str(MEMORY)] if os.access(MEMORY, os.W_OK) else []


def _address(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{host}:{settings.port}"


def _environment(settings: Settings) -> dict[str, str]:
    """The settings as the children read them, in another folder than ours."""
    files = {name: str(Path(value).resolve()) for name, value in os.environ.items() if SETTING_IN_FILE.fullmatch(name)}
    return files | {
        "PORTAL_HOME": str(settings.home),
        "PORTAL_HOST": settings.host,
        "PORTAL_PORT": str(settings.port),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH", "")])),
    }


def _demand_free_port(settings: Settings) -> None:
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise Refused(
                f"{_address(settings)} cannot be used ({error.strerror}); "
                "stop what runs there or choose another with PORTAL_PORT."
            ) from error
