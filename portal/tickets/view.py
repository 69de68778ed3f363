"""What a list of tickets shows and how: read from an address and written back, so that a link carries all of it. Pure.

Words      view (filters, order, columns, grouping, and whether it is a list or a board), address (the query of its link).
Decided    2026-11: an address is the only form of a view: a saved view keeps one, a row's link carries one, a poll asks
           for one. What it does not know narrows nothing, so that an old link never breaks. "me" stays "me": a view that
           is shared shows each reader their own. Refused: views as objects with fields of their own in the database.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from portal.archive.languages import LANGUAGES
from portal.tickets import words

ME = "me"
COLUMNS: words.Names = {
    "level": ("级别", "Level"),
    "stage": ("阶段", "Stage"),
    "channel": ("渠道", "Channel"),
    "region": ("地区", "Region"),
    "kind": ("类型", "Kind"),
    "subject": ("事项", "About"),
    "language": ("语言", "Language"),
    "received": ("收到", "Received"),
    "owner": ("负责人", "Owner"),
}
USUAL_COLUMNS = ("level", "stage", "channel", "owner")
GROUPS: words.Names = {name: COLUMNS[name] for name in ("stage", "level", "region", "channel", "owner")}
GROUPS |= {"urgency": ("紧急程度", "Urgency")}
CHOICES: Mapping[str, Collection[str]] = {
    "state": words.STATES,
    "level": words.LEVELS,
    "urgency": words.URGENCIES,
    "channel": words.CHANNELS,
    "kind": words.KINDS,
    "subject": words.SUBJECTS,
    "language": LANGUAGES,
    "due": words.DUE,
    "order": words.ORDERS,
    "group": GROUPS,
    "shape": words.SHAPES,
}
LONGEST, LONGEST_ADDRESS = 32, 600


@dataclass(frozen=True)
class View:
    """What a list shows. Each text is a key of its table in CHOICES, or "" for any; `desk`, `stage` and `region` are
    codes, `owner` is "me" or a user name."""

    desk: str = ""
    state: str = "open"
    stage: str = ""
    level: str = ""
    urgency: str = ""
    channel: str = ""
    region: str = ""
    kind: str = ""
    subject: str = ""
    language: str = ""
    owner: str = ""
    due: str = ""
    order: str = "due"
    group: str = ""
    shape: str = "list"
    columns: tuple[str, ...] = USUAL_COLUMNS

    @property
    def grouped_by(self) -> str:
        """The field that its groups or columns are of; "" when it is one list. A board that names none is by stage."""
        return self.group or ("stage" if self.shape == "board" else "")

    @property
    def address(self) -> str:
        """The query of its link: what is not usual, always in the same order."""
        return _address(self)


NAMES = tuple(field.name for field in fields(View))
FILTERS = tuple(name for name in NAMES if name not in ("order", "group", "shape", "columns"))
USUAL = View()


@lru_cache(maxsize=2048)
def _address(view: View) -> str:
    """Asked ten times for a page, and nearly always of the same few views."""
    unusual = [(name, getattr(view, name)) for name in NAMES if getattr(view, name) != getattr(USUAL, name)]
    return urlencode([(name, ".".join(value) if name == "columns" else value) for name, value in unusual])


def read(asked: Mapping[str, str]) -> View:
    """The view that an address asks for; what makes no sense is as usual."""
    sound = {name: asked[name] for name in NAMES if _is_sound(name, asked.get(name, ""))}
    if "columns" in sound:
        sound["columns"] = tuple(name for name in COLUMNS if name in asked["columns"].split("."))
    view = View(**sound)
    return replace(view, order="newest") if view.state == "closed" and view.order == "due" else view


def read_address(address: str) -> View:
    """The same from the text of an address."""
    return read(dict(parse_qsl(address[:LONGEST_ADDRESS])))


def _is_sound(name: str, value: str) -> bool:
    if not value:
        return False
    if name == "columns":
        return len(value) <= LONGEST_ADDRESS
    known = CHOICES.get(name)
    return value in known if known is not None else len(value) <= LONGEST and value.isprintable()
