"""Homes with load, made when they are first asked for, and the servers over them."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from portal.core import crypto, db
from portal.settings import read
from tests.bench import serving
from tests.bench.serving import Server

CLERK = "agent.eu"
REGION_OF = "SELECT username, region FROM staff"
OPEN_IN = "SELECT number FROM ticket WHERE closed_at IS NULL AND stage = 'treating' AND region = ? ORDER BY id LIMIT 200"
WITH_TEN = (
    "SELECT t.number FROM ticket t WHERE t.closed_at IS NULL AND t.stage = 'treating' AND t.region = ? AND "
    "(SELECT COUNT(*) FROM ticket_entry e WHERE e.ticket_id = t.id) = 10 ORDER BY t.id LIMIT 1"
)


class Known(NamedTuple):
    """What a home holds: numbers of open tickets that each person sees, and one of the clerk's with ten entries."""

    tickets: dict[str, list[str]]
    with_ten: str


class Home:
    """A home with so many tickets in a folder, and its server."""

    def __init__(self, folder: Path, tickets: int):
        self.tickets, self.folder = tickets, folder / str(tickets)
        if not self.folder.exists():
            self._load()

    def _load(self) -> None:
        began = time.perf_counter()
        serving.portal(self.folder, "init", "--demo")
        serving.portal(self.folder, "seed", "--tickets", str(self.tickets))
        say(f"{self.tickets:,} tickets loaded in {time.perf_counter() - began:.0f} s")

    @contextmanager
    def opened(self) -> Iterator[None]:
        """The home's database, open in this process for a block; the one that was open before is taken up again."""
        before = db.database.obj
        settings = read({}, home=self.folder)
        db.open_database(settings, crypto.read_master_key(settings.master_key_file))
        db.ready()
        try:
            yield
        finally:
            db.database.close()
            db.database.initialize(before)

    @cached_property
    def known(self) -> Known:
        with self.opened():
            regions = {username: region if region != "hq" else "eu" for username, region in db.select(REGION_OF)}
            by_region = {region: [row[0] for row in db.select(OPEN_IN, region)] for region in set(regions.values())}
            with_ten = db.select(WITH_TEN, regions[CLERK])[0][0]
        return Known({username: by_region[region] for username, region in regions.items()}, with_ten)

    @cached_property
    def web(self) -> Server:
        return Server(self.folder)

    @cached_property
    def bare(self) -> Server:
        """The floor over the same database."""
        return Server(self.folder, "tests.bench.floor:application()")

    def stop(self) -> None:
        for name in ("web", "bare"):
            if name in self.__dict__:
                self.__dict__.pop(name).stop()


class Homes:
    """The homes of one run by their size; a size that no part asks for is never loaded."""

    def __init__(self, folder: Path, tickets: int):
        self.tickets, self._folder = tickets, folder
        self._made: dict[int, Home] = {}

    def sized(self, tickets: int) -> Home:
        if tickets not in self._made:
            self._made[tickets] = Home(self._folder, tickets)
        return self._made[tickets]

    @property
    def usual(self) -> Home:
        """The home that most parts are measured on."""
        return self.sized(self.tickets)

    def stop(self) -> None:
        for home in self._made.values():
            home.stop()


def say(line: str) -> None:
    sys.stderr.write(line + "\n")
