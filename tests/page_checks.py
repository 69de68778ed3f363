"""What is wrong with a page, whatever it is about. One walk over its tags: every page that any test opens is read here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
CONTROLS = {"input", "select", "textarea"}
POSTS = ("hx-post", "hx-put", "hx-delete")


def faults(html: str, *, whole: bool = True) -> Iterator[str]:
    """Every fault of a page, or of a fragment (`whole=False`), as a sentence."""
    read = _Reader()
    read.feed(html)
    read.close()
    yield from (f"the id {name!r} is used {times} times" for name, times in read.ids.items() if times > 1)
    yield from read.found
    yield from _forms(read)
    yield from (f"the field {name} has no label" for place, name in read.fields if place not in read.labelled)
    if whole:
        yield from _page(read)
        yield from (f"hx-target #{name} is not on the page" for name in read.targets if name not in read.ids)


def _forms(read: _Reader) -> Iterator[str]:
    for action, has_token in read.forms:
        if not action:
            yield "a form without action dies without JavaScript"
        if not has_token:
            yield f"the form to {action} has no token"


def _page(read: _Reader) -> Iterator[str]:
    if read.headings != 1:
        yield f"a page has exactly one h1, this one {read.headings}"
    if not read.title.strip():
        yield "a page has a title"
    if not read.language:
        yield "a page names its language"


class _Reader(HTMLParser):
    """Notes what the checks ask for, while the page goes by."""

    def __init__(self):
        super().__init__()
        self.ids, self.labelled, self.targets = Counter(), set(), []
        self.fields: list[tuple[str | None, str | None]] = []  # id and name of each that needs a label
        self.forms: list[list] = []  # action, whether it has a token
        self.found: list[str] = []
        self.headings, self.title, self.language = 0, "", ""
        self._form, self._in_label, self._in_title = None, 0, False

    def handle_starttag(self, tag, attrs):
        has = {name: value or "" for name, value in attrs}
        if "id" in has:
            self.ids[has["id"]] += 1
        self.found += _forbidden(tag, has)
        if has.get("hx-target", "").startswith("#"):
            self.targets.append(has["hx-target"][1:])
        if tag in CONTROLS:
            self._control(has)
        elif tag == "form" and has.get("method", "get").lower() == "post":
            self._form = [has.get("action"), False]
            self.forms.append(self._form)
        elif tag == "label":
            self._in_label += 1
            self.labelled.add(has.get("for"))
        elif tag == "h1":
            self.headings += 1
        elif tag == "html":
            self.language = has.get("lang", "")
        self._in_title = tag == "title"

    def _control(self, has: dict[str, str]) -> None:
        if self._form and has.get("name") == "csrf_token":
            self._form[1] = True
        if not (has.get("type") in UNLABELLED or has.get("aria-label") or self._in_label):
            self.fields.append((has.get("id", ""), has.get("name")))

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "label":
            self._in_label -= 1
        elif tag == "title":
            self._in_title = False

    def handle_data(self, data):
        if self._in_title:
            self.title += data


def _forbidden(tag: str, has: dict[str, str]) -> Iterator[str]:
    """What the content policy forbids, and what only works with JavaScript."""
    if "style" in has or tag == "style" or (tag == "script" and "src" not in has):
        yield "inline style or script, which the content policy forbids"
    yield from (f"{name} on {tag}" for name in has if name.startswith(("on", "hx-on")))
    if tag != "form" and any(name in has for name in POSTS):
        yield f"{tag} posts with htmx alone; without JavaScript it does nothing"
    if tag == "a" and "hx-get" in has and not has.get("href"):
        yield "a link asks with htmx alone; without JavaScript it does nothing"
