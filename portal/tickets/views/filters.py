"""The selects that say what a list is narrowed to, and how it is laid out."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from flask import current_app
from markupsafe import Markup

from portal.access import Permission, may, queries, staff
from portal.core.i18n import _, both, language
from portal.tickets import view as views
from portal.tickets import words
from portal.tickets.queries.owners import owners
from portal.tickets.view import ME, View
from portal.tickets.views.told import owner_named, stage_words

Regions = tuple[tuple[str, str, str], ...]
People = tuple[tuple[int, str, str, str], ...]
Choices = list[tuple[str, str]]
MOST_OWNERS = 50


class Select(NamedTuple):
    """One select: its name in the address, its label, what is chosen, and the choices."""

    name: str
    label: str
    value: str
    choices: Choices


def bar(view: View) -> Markup:
    """The selects above the list, rendered once for each language and view. Who leads others chooses among them too."""
    leads = may(staff(), Permission.TICKETS_ASSIGN)
    people = tuple(owners(staff(), MOST_OWNERS)) if leads else ()
    return _rendered(view, queries.region_names(), people, language())


@lru_cache(maxsize=512)
def _rendered(view: View, regions: Regions, people: People, _language: str) -> Markup:
    template = current_app.jinja_env.get_template("tickets/_filters.html")
    more = [*_more(view), *_layout(view)]
    return template.module.selects(_first(view, regions, people), more, _columns(view), _is_more(view), view)


def _is_more(view: View) -> bool:
    """Whether more is asked than is seen at the first glance."""
    return any((view.due, view.urgency, view.kind, view.subject, view.language, view.group))


def _first(view: View, regions: Regions, people: People) -> list[Select]:
    """What is asked every day."""
    return [
        Select("state", _("State"), view.state, words.choices(words.STATES)),
        Select("stage", _("Stage"), view.stage, _any(words.choices(stage_words()))),
        Select("level", _("Level"), view.level, _any(words.choices(words.LEVELS))),
        Select("channel", _("Channel"), view.channel, _any(words.choices(words.CHANNELS))),
        Select("region", _("Region"), view.region, _any([(ME, _("My region")), *_named(regions)])),
        Select("owner", _("Owner"), view.owner, _owners(view, people)),
    ]


def _more(view: View) -> list[Select]:
    """What is asked now and then."""
    return [
        Select("due", _("Due until the end of"), view.due, _any(words.choices(words.DUE))),
        Select("urgency", _("Urgency"), view.urgency, _any(words.choices(words.URGENCIES))),
        Select("kind", _("Kind"), view.kind, _any(words.choices(words.KINDS))),
        Select("subject", _("About"), view.subject, _any(words.choices(words.SUBJECTS))),
        Select("language", _("Language"), view.language, _any([(key, both(*pair)) for key, pair in views.LANGUAGES.items()])),
    ]


def _layout(view: View) -> list[Select]:
    """How it is laid out."""
    return [
        Select("shape", _("Shown as"), view.shape, words.choices(words.SHAPES)),
        Select("group", _("Grouped by"), view.group, [("", _("Nothing")), *words.choices(views.GROUPS)]),
        Select("order", _("Order"), view.order, words.choices(words.ORDERS)),
    ]


def _columns(view: View) -> list[tuple[str, str, bool]]:
    """(name, word, whether it is shown) of each column."""
    return [(name, word, name in view.columns) for name, word in words.choices(views.COLUMNS)]


def _owners(view: View, people: People) -> Choices:
    """Oneself, those one leads, and whom the address names besides."""
    known = {name: both(zh, en or zh) for _number, name, zh, en in people}
    known |= {view.owner: owner_named(view.owner)} if view.owner not in ("", ME, *known) else {}
    return [("", _("Everybody")), (ME, _("Me")), *known.items()]


def _any(choices: Choices) -> Choices:
    return [("", _("All")), *choices]


def _named(regions: Regions) -> Choices:
    return [(code, both(zh, en)) for code, zh, en in regions]
