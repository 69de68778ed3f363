"""Fifty people whose pages ask again every ten seconds, while ten others read and write."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from statistics import quantiles
from threading import Barrier

from tests.bench import places
from tests.bench.client import Answer, Client
from tests.bench.crowd import NOTE, PEOPLE
from tests.bench.homes import Home, say
from tests.bench.pages import HTMX
from tests.bench.table import Line

POLLERS, WRITERS = 50, 10
POLL_EVERY, WRITE_EVERY = 10.0, 2.0
GOAL_MS = 300
LOOKED_AT = (places.LIST, places.BOARD, places.LIST, "ticket")
Asking = Callable[[Client, random.Random, list[str]], Iterator[Answer]]


def lines(home: Home, seconds: int) -> Iterator[Line]:
    say(f"{POLLERS} people who poll and {WRITERS} who write, for {seconds} s …")
    given = json.dumps({"port": home.web.port, "seconds": seconds, "tickets": home.known.tickets})
    before = home.web.cpu_ms()
    command = [sys.executable, "-m", "tests.bench.polling"]
    done = subprocess.run(command, input=given, stdout=subprocess.PIPE, text=True, check=True)
    told = json.loads(done.stdout)
    busy = (home.web.cpu_ms() - before) / seconds / 10
    for who in ("polls", "writes"):
        yield _line(f"{POLLERS} poll, {WRITERS} write: {who}", told[who])
    unchanged = f"{told['polls']['unchanged']:.0f} % of the polls unchanged"
    yield Line("  meanwhile", f"{unchanged}, server {busy:.0f} % of a core, signing in included")


def _line(what: str, told: dict) -> Line:
    figure = f"{told['answers']:6} answers, {told['errors']} errors, "
    figure += f"p50 {told['p50']:.0f} p95 {told['p95']:.0f} p99 {told['p99']:.0f} ms"
    return Line(what, figure, f"p95 <= {GOAL_MS} ms, no error", told["p95"] <= GOAL_MS and not told["errors"])


def poller(client: Client, chance: random.Random, tickets: list[str]) -> Iterator[Answer]:
    """One page that stays open and asks for itself again, with the tag of what it shows."""
    looked_at = chance.choice(LOOKED_AT)
    path = places.TICKET.format(number=chance.choice(tickets)) if looked_at == "ticket" else looked_at
    tag = ""
    time.sleep(chance.random() * POLL_EVERY)
    while True:
        answer = client.get(path, **HTMX, **({"If-None-Match": tag} if tag else {}))
        tag = answer.headers.get("ETag", "")
        yield answer
        time.sleep(POLL_EVERY)


def writer(client: Client, chance: random.Random, tickets: list[str]) -> Iterator[Answer]:
    """Opens a ticket, thinks, writes a note."""
    time.sleep(chance.random() * WRITE_EVERY)
    while True:
        number = chance.choice(tickets)
        yield client.get(places.TICKET.format(number=number))
        time.sleep(WRITE_EVERY * chance.random())
        yield client.post(places.NOTE.format(number=number), htmx=True, text=NOTE, seen="0")
        time.sleep(WRITE_EVERY * chance.random())


def _person(asking: Asking, number: int, ready: Barrier, given: dict) -> list[tuple[int, float]]:
    username = PEOPLE[number % len(PEOPLE)]
    client = Client(given["port"], username)
    ready.wait()
    end, answers = time.perf_counter() + given["seconds"], []
    for answer in asking(client, random.Random(number), given["tickets"][username]):
        answers.append((answer.status, answer.ms))
        if time.perf_counter() > end:
            break
    return answers


def _told(answers: list[tuple[int, float]]) -> dict:
    cuts = quantiles([ms for _status, ms in answers], n=100)
    unchanged = sum(status == 304 for status, _ms in answers)
    errors = sum(status not in (200, 304) for status, _ms in answers)
    return {
        "answers": len(answers), "errors": errors, "unchanged": 100 * unchanged / len(answers),
        "p50": cuts[49], "p95": cuts[94], "p99": cuts[98],
    }  # fmt: skip


def _main() -> None:
    given = json.load(sys.stdin)
    ready = Barrier(POLLERS + WRITERS)
    asking = [poller] * POLLERS + [writer] * WRITERS
    with ThreadPoolExecutor(len(asking)) as pool:
        found = list(pool.map(lambda number: _person(asking[number], number, ready, given), range(len(asking))))
    polls, writes = found[:POLLERS], found[POLLERS:]
    json.dump({"polls": _told([*chain(*polls)]), "writes": _told([*chain(*writes)])}, sys.stdout)


if __name__ == "__main__":
    _main()
