"""What a list of enquiries is narrowed to, and the selects that say it."""

from __future__ import annotations

from functools import lru_cache

from flask import current_app, request
from markupsafe import Markup

from portal.access import queries, staff
from portal.core.i18n import _, both, language
from portal.enquiries.procedure import ENQUIRY
from portal.enquiries.views.blueprint import stage_names
from portal.tickets import words
from portal.tickets.queries.lists import Filter

STATES = {
    "open": ("进行中", "Open"),
    "late": ("已逾期", "Late"),
    "waiting": ("等待中", "Waiting"),
    "closed": ("已归档", "Archived"),
}
Regions = tuple[tuple[str, str, str], ...]


def chosen() -> Filter:
    """What the address narrows the list to; a word that means nothing narrows nothing."""
    asked = request.args
    level = asked.get("level", "")
    return Filter(
        desk=ENQUIRY.key,
        state=_one_of(STATES, asked.get("state")) or "open",
        stage=_one_of(ENQUIRY.stages, asked.get("stage")),
        level=int(level) if level in words.LEVELS else None,
        channel=_one_of(words.CHANNELS, asked.get("channel")),
        region=_one_of({code for code, _zh, _en in queries.region_names()}, asked.get("region")) if "region" in asked else "",
        owner=staff().id if asked.get("owner") == "me" else None,
    )


def _one_of(known, asked: str | None) -> str:
    return asked if asked in known else ""


def bar(narrowed: Filter) -> Markup:
    """The selects above the list, rendered once for each language and choice."""
    return _rendered(narrowed, queries.region_names(), language())


@lru_cache(maxsize=512)
def _rendered(narrowed: Filter, regions: Regions, _language: str) -> Markup:
    return current_app.jinja_env.get_template("enquiries/_filters.html").module.selects(_selects(narrowed, regions))


def _selects(narrowed: Filter, regions: Regions) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """(name, label, what is chosen, choices) of each."""
    named = [(code, both(zh, en)) for code, zh, en in regions]
    return [
        ("state", _("State"), narrowed.state, words.choices(STATES)),
        ("stage", _("Stage"), narrowed.stage, [("", _("All")), *stage_names().items()]),
        ("level", _("Level"), str(narrowed.level or ""), [("", _("All")), *words.choices(words.LEVELS)]),
        ("channel", _("Channel"), narrowed.channel, [("", _("All")), *words.choices(words.CHANNELS)]),
        ("region", _("Region"), narrowed.region, [("", _("All")), *named]),
        ("owner", _("Owner"), "me" if narrowed.owner else "", [("", _("Everybody")), ("me", _("Me"))]),
    ]
