"""Twenty people at once, without a pause: four reads to one write."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles

from tests.bench import places
from tests.bench.client import Client

PEOPLE = (
    "agent.eu", "agent2.eu", "agent.us", "agent.sea", "agent.me", "agent.jk", "senior.eu", "supervisor.eu", "supervisor.us",
    "supervisor.sea", "supervisor.me", "supervisor.jk", "manager",
)  # fmt: skip
READS = (places.LIST,) * 40 + ("ticket",) * 25 + (places.search("退款"), places.search("invoice")) * 7
WRITE_SHARE = 0.2
NOTE = "已联系客户，等待回复。 Called the customer."


def run(port: int, seconds: int, tickets: dict[str, list[str]], users: int = 20) -> dict:
    """Run the crowd in a process of its own; how many actions, errors, and how long they took (ms)."""
    given = json.dumps({"port": port, "seconds": seconds, "tickets": tickets, "users": users})
    done = subprocess.run([sys.executable, "-m", "tests.bench.crowd"], input=given, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def _person(port: int, number: int, seconds: int, tickets: dict[str, list[str]]) -> tuple[list[float], int]:
    chance, username = random.Random(number), PEOPLE[number % len(PEOPLE)]
    client = Client(port, username)
    mine = tickets[username]
    took, errors, end = [], 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        number = chance.choice(mine)
        if chance.random() < WRITE_SHARE:
            answer = client.post(places.NOTE.format(number=number), htmx=True, text=NOTE, seen="0")
        else:
            wanted = chance.choice(READS)
            answer = client.get(places.TICKET.format(number=number) if wanted == "ticket" else wanted)
        took.append(answer.ms)
        errors += answer.status != 200
    return took, errors


def _main() -> None:
    given = json.load(sys.stdin)
    with ThreadPoolExecutor(given["users"]) as pool:
        futures = [
            pool.submit(_person, given["port"], number, given["seconds"], given["tickets"]) for number in range(given["users"])
        ]
        results = [future.result() for future in futures]
    took = [ms for person, _errors in results for ms in person]
    cuts = quantiles(took, n=100)
    told = {"actions": len(took), "per_second": len(took) / given["seconds"], "errors": sum(errors for _took, errors in results)}
    json.dump(told | {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98]}, sys.stdout)


if __name__ == "__main__":
    _main()
