"""Homes with load, servers over them, and what their processes use."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from portal.operations import serving
from portal.settings import PROJECT, read


class Server:
    """One gunicorn with its workers, on a port of its own. `target` is what it serves."""

    def __init__(self, home: Path, target: str | None = None):
        self.port = _free_port()
        settings = read({}, home=home, port=self.port)
        command = serving._web_command(settings)
        if target:
            command = [target if word.startswith("portal.operations.serving:") else word for word in command]
        environment = os.environ | serving._environment(settings) | {"PYTHONUNBUFFERED": "1"}
        self.log = (home / f"server-{self.port}.log").open("w")
        self.process = subprocess.Popen(command, env=environment, cwd=PROJECT, stdout=self.log, stderr=self.log)
        self._wait()

    def _wait(self) -> None:
        for _attempt in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"the server did not start; see {self.log.name}")

    def processes(self) -> list[int]:
        """The master and its workers."""
        return family(self.process.pid)

    def cpu_ms(self) -> float:
        """User and system time that all processes have used until now, in milliseconds."""
        return sum(_cpu_ns(pid) for pid in self.processes()) / 1e6

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        self.log.close()


def portal(home: Path, *words: str) -> None:
    """Run the portal's command over a home."""
    subprocess.run(
        [sys.executable, "-m", "portal", "--home", str(home), *words], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL
    )


def scheduler(home: Path) -> subprocess.Popen:
    """The scheduler's process over a home."""
    environment = os.environ | serving._environment(read({}, home=home))
    return subprocess.Popen([sys.executable, "-m", "portal", "scheduler"], env=environment, stderr=subprocess.DEVNULL)


def family(pid: int) -> list[int]:
    """A process and all that came from it: workers, and their presses."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    children = sorted({int(child) for task in tasks for child in task.read_text().split()})
    return [pid, *(one for child in children for one in family(child))]


def pss_mib(pid: int) -> float:
    """The memory of a process, shared pages counted by their share, in MiB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _cpu_ns(pid: int) -> int:
    """Nanoseconds that the threads of a process have run; the clock ticks of /proc/pid/stat are too coarse for a page."""
    return sum(int(told.read_text().split()[0]) for told in Path(f"/proc/{pid}/task").glob("*/schedstat"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
