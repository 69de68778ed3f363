"""The pages that are measured, by part: what is asked for, of whom, and how many times the floor it may cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.bench import places
from tests.bench.client import Answer, Client
from tests.bench.crowd import NOTE
from tests.bench.homes import CLERK, Home
from tests.bench.measuring import Page

LIST, BOARD, FILTERED, SEARCH = "list", "board", "list, four filters", "search 退款"
COMMENT, POLL = "comment", "list, nothing new (304)"
FLOOR, NOTHING = "floor: bare page of 50 rows", "floor: empty answer"
GOAL, GOAL_SEARCH, GOAL_TICKET = 2, 3, 3
HTMX = {"HX-Request": "true"}
Pages = Iterator[Page]


class People:
    """Who asks: a clerk of one region, a manager of all, and nobody, who sees only the floor."""

    def __init__(self, home: Home):
        self.home = home
        self.clerk, self.manager = Client(home.web.port, CLERK), Client(home.web.port, "manager")
        self.nobody = Client(home.bare.port)

    def clerks(self, name: str, path: str, goal: float | None = None) -> Page:
        return Page(name, self.home.web, lambda _n: self.clerk.get(path), goal)

    def managers(self, name: str, path: str, goal: float | None = None) -> Page:
        return Page(f"{name}, every region", self.home.web, lambda _n: self.manager.get(path), goal)


def floor(people: People) -> Page:
    """The bare page that all others are compared with."""
    return Page(FLOOR, people.home.bare, lambda _n: people.nobody.get("/"))


def lists(people: People) -> Pages:
    filtered = places.FILTERED.format(region="eu")
    yield people.clerks(LIST, places.LIST, GOAL)
    yield people.managers(LIST, places.LIST, GOAL)
    yield people.clerks(FILTERED, filtered, GOAL)
    yield people.managers("list, three filters", filtered.partition("&owner")[0], GOAL)


def board(people: People) -> Pages:
    yield people.clerks(BOARD, places.BOARD, GOAL)
    yield people.managers(BOARD, places.BOARD, GOAL)


def search(people: People) -> Pages:
    yield people.clerks(SEARCH, places.search("退款"), GOAL_SEARCH)
    yield people.managers(SEARCH, places.search("退款"), GOAL_SEARCH)
    yield people.clerks("search, two words and a number", places.search("退款 水泵 1234"), GOAL_SEARCH)


def ticket(people: People) -> Pages:
    tickets, with_ten = people.home.known.tickets[CLERK], people.home.known.with_ten
    yield people.clerks("ticket with ten entries", places.TICKET.format(number=with_ten), GOAL_TICKET)
    yield Page(COMMENT, people.home.web, lambda n: _comment(people.clerk, tickets[n % len(tickets)]))


def reports(people: People) -> Pages:
    yield people.managers("report of a month", places.REPORT)
    yield people.managers("tickets behind a figure", places.BEHIND_A_FIGURE)
    yield people.managers("report of a quarter by person", places.REPORT_BY_PERSON)


def poll(people: People) -> Pages:
    """The list, the same asked again while nothing has changed, and an answer without anything."""
    tag = people.clerk.get(places.LIST, **HTMX).headers["ETag"]
    headers = {**HTMX, "If-None-Match": tag}
    yield people.clerks(LIST, places.LIST)
    yield Page(POLL, people.home.web, lambda _n: _poll(people.clerk, headers))
    yield Page(NOTHING, people.home.bare, lambda _n: people.nobody.get("/nothing"))


PAGES: dict[str, Callable[[People], Pages]] = {
    "list": lists,
    "board": board,
    "search": search,
    "ticket": ticket,
    "reports": reports,
    "poll": poll,
}
GROWING = ("list", "board", "search")


def chosen(people: People, parts: list[str]) -> list[Page]:
    """The pages of these parts, each once."""
    found: dict[str, Page] = {}
    for page in (page for part in parts if part in PAGES for page in PAGES[part](people)):
        found.setdefault(page.name, page)
    return list(found.values())


def _comment(clerk: Client, number: str) -> Answer:
    return clerk.post(places.NOTE.format(number=number), htmx=True, text=NOTE, seen="0")


def _poll(clerk: Client, headers: dict[str, str]) -> Answer:
    """The list as the page asks for it by itself; when the minute has turned, what came is new and counts as it is."""
    answer = clerk.get(places.LIST, **headers)
    headers["If-None-Match"] = answer.headers["ETag"]
    return answer._replace(status=200) if answer.status == 304 else answer
