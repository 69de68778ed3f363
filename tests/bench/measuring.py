"""What one request costs, in rounds that take turns, so that a busy machine touches all alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from tests.bench.client import Answer
from tests.bench.serving import Server

Ask = Callable[[int], Answer]


@dataclass
class Page:
    """A request to measure: `ask(n)` makes the n-th one. `goal` is the highest ratio to the floor, if there is one."""

    name: str
    server: Server
    ask: Ask
    goal: float | None = None
    status: int = 200
    cpu: list[float] = field(default_factory=list)
    latency: list[float] = field(default_factory=list)
    asked: int = 0

    def round(self, count: int) -> None:
        before = self.server.cpu_ms()
        for _ in range(count):
            answer = self.ask(self.asked)
            self.asked += 1
            assert answer.status == self.status, f"{self.name}: {answer.status}\n{answer.text[:500]}"
            self.latency.append(answer.ms)
        self.cpu.append((self.server.cpu_ms() - before) / count)

    @property
    def cpu_ms(self) -> float:
        """CPU milliseconds of the server per request, the median of the rounds."""
        return median(self.cpu)

    @property
    def median_ms(self) -> float:
        return median(self.latency)


def measure(pages: list[Page], *, rounds: int, count: int) -> None:
    """Warm every page up, then ask for all of them in turn, round after round."""
    for page in pages:
        page.round(max(10, count // 5))
        page.cpu.clear()
        page.latency.clear()
    for _ in range(rounds):
        for page in pages:
            page.round(count)
