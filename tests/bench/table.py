"""The lines of the table: what, how much, the goal, and whether it is reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tests.bench.measuring import Page


class Line(NamedTuple):
    """One line; `reached` is None where there is no goal."""

    what: str
    figure: str
    goal: str = ""
    reached: bool | None = None


def page_lines(floor: Page, pages: list[Page]) -> Iterator[Line]:
    yield Line(floor.name, f"{floor.cpu_ms:6.2f} ms CPU          {floor.median_ms:6.2f} ms latency")
    for page in pages:
        ratio, slower = page.cpu_ms / floor.cpu_ms, page.median_ms / floor.median_ms
        figure = f"{page.cpu_ms:6.2f} ms CPU ({ratio:4.2f} x)  {page.median_ms:6.2f} ms latency ({slower:4.2f} x)"
        yield Line(page.name, figure, f"<= {page.goal:g} x" if page.goal else "", ratio <= page.goal if page.goal else None)


def growth_line(small: Page, large: Page, few: int, many: int, goal: float) -> Line:
    """What the same page costs with more tickets, against what it costs with fewer."""
    ratio = large.cpu_ms / small.cpu_ms
    return Line(f"{large.name}: {many:,} tickets against {few:,}", f"{ratio:6.2f} x CPU", f"<= {goal:g} x", ratio <= goal)


def poll_lines(poll: Page, full: Page, nothing: Page) -> Iterator[Line]:
    """How many more unchanged polls than lists a server gives, and its work for one above an answer without anything."""
    ratio, work = full.cpu_ms / poll.cpu_ms, poll.cpu_ms - nothing.cpu_ms
    yield Line("unchanged poll against the list", f"{ratio:6.2f} x as many a second", ">= 10 x", ratio >= 10)
    yield Line("unchanged poll above an empty answer", f"{work:6.2f} ms CPU", "< 1 ms", work < 1)


def crowd_lines(told: dict, users: int, seconds: int, goal: int) -> Iterator[Line]:
    figure = f"{told['per_second']:6.0f} actions/s, {told['errors']} errors, "
    figure += f"p50 {told['p50']:.0f} p95 {told['p95']:.0f} p99 {told['p99']:.0f} ms"
    reached = told["per_second"] >= goal and not told["errors"]
    yield Line(f"{users} users, 80 % reads, {seconds} s", figure, f">= {goal}/s, no error", reached)


def visit_lines(visits: dict[str, tuple[int, int, int]], most_html: int, most_wire: int, most_requests: int) -> Iterator[Line]:
    for name, (html, wire, requests) in visits.items():
        reached = html <= most_html and wire <= most_wire and requests <= most_requests
        goal = f"<= {most_html // 1000} kB, {most_wire // 1000} kB in {most_requests}"
        yield Line(
            f"{name}: first visit",
            f"{html / 1000:6.1f} kB HTML, {wire / 1000:.1f} kB over the wire in {requests} requests",
            goal,
            reached,
        )


def show(lines: list[Line]) -> str:
    """The table as text."""
    widths = [max(len(line[place]) for line in lines) for place in range(3)]
    marks = {True: "reached", False: "SHORT", None: ""}
    rows = (
        f"{line.what:<{widths[0]}}  {line.figure:<{widths[1]}}  {line.goal:<{widths[2]}}  {marks[line.reached]}".rstrip()
        for line in lines
    )
    return "\n".join(rows)
