"""What is wrong with a page, whatever it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bs4 import BeautifulSoup

UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


def faults(html: str, *, whole: bool = True) -> Iterator[str]:
    """Every fault of a page, or of a fragment (`whole=False`), as a sentence."""
    soup = BeautifulSoup(html, "html.parser")
    yield from _ids(soup)
    yield from _forms(soup)
    yield from _labels(soup)
    yield from _policy(soup)
    if whole:
        yield from _page(soup)
        yield from _targets(soup)


def _ids(soup) -> Iterator[str]:
    counted = Counter(tag["id"] for tag in soup.select("[id]"))
    yield from (f"the id {name!r} is used {times} times" for name, times in counted.items() if times > 1)


def _forms(soup) -> Iterator[str]:
    for form in soup.select("form"):
        if form.get("method", "get").lower() == "post":
            if not form.get("action"):
                yield "a form without action dies without JavaScript"
            if not form.select_one("input[name=csrf_token]"):
                yield f"the form to {form.get('action')} has no token"
    for tag in soup.select("[hx-post], [hx-put], [hx-delete]"):
        if tag.name != "form":
            yield f"{tag.name} posts with htmx alone; without JavaScript it does nothing"
    for tag in soup.select("a[hx-get]"):
        if not tag.get("href"):
            yield "a link asks with htmx alone; without JavaScript it does nothing"


def _labels(soup) -> Iterator[str]:
    labelled = {label.get("for") for label in soup.select("label[for]")}
    for control in soup.select("input, select, textarea"):
        if control.get("type") in UNLABELLED or control.get("aria-label") or control.find_parent("label"):
            continue
        if control.get("id") not in labelled:
            yield f"the field {control.get('name')} has no label"


def _policy(soup) -> Iterator[str]:
    if soup.select("[style], style, script:not([src])"):
        yield "inline style or script, which the content policy forbids"
    for tag in soup.find_all(True):
        yield from (f"{name} on {tag.name}" for name in tag.attrs if name.startswith(("on", "hx-on")))


def _page(soup) -> Iterator[str]:
    if len(soup.select("h1")) != 1:
        yield f"a page has exactly one h1, this one {len(soup.select('h1'))}"
    if not (soup.title and soup.title.text.strip()):
        yield "a page has a title"
    if soup.html and not soup.html.get("lang"):
        yield "a page names its language"


def _targets(soup) -> Iterator[str]:
    ids = {tag["id"] for tag in soup.select("[id]")}
    for tag in soup.select("[hx-target^='#']"):
        if tag["hx-target"][1:] not in ids:
            yield f"hx-target {tag['hx-target']} is not on the page"
