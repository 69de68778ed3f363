"""What a view of the list shows, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator

from portal.access import queries as access
from portal.core.i18n import _, language
from portal.tickets import procedures, words
from portal.tickets import view as views
from portal.tickets.view import ME, View

TABLES = {
    "state": words.STATES,
    "level": words.LEVELS,
    "urgency": words.URGENCIES,
    "channel": words.CHANNELS,
    "kind": words.KINDS,
    "subject": words.SUBJECTS,
    "language": words.LANGUAGES,
    "due": words.DUE,
}


def told(view: View) -> str:
    """What a view narrows to, and how it is laid out."""
    return " · ".join([*_narrowed(view), *_laid_out(view)])


def narrowed(view: View) -> str:
    """What a view narrows to alone."""
    return " · ".join(_narrowed(view))


def _narrowed(view: View) -> Iterator[str]:
    for name in views.FILTERS:
        if value := getattr(view, name):
            yield words.name(TABLES[name], value) if name in TABLES else NAMED[name](value)


def _laid_out(view: View) -> Iterator[str]:
    if view.grouped_by:
        yield _("by %(field)s", field=words.name(views.GROUPS, view.grouped_by))
    if view.order != views.USUAL.order:
        yield words.name(words.ORDERS, view.order)
    yield words.name(words.SHAPES, view.shape)


def region_words() -> words.Names:
    """The names of the regions, by their codes."""
    return {code: (zh, en) for code, zh, en in access.region_names()}


def stage_words() -> words.Names:
    """The names of the stages of all desks, by their keys."""
    return {key: (stage.zh, stage.en) for desk in procedures.every() for key, stage in desk.stages.items()}


def _desk(key: str) -> str:
    return words.name({desk.key: (desk.zh, desk.en) for desk in procedures.every()}, key)


def _region(code: str) -> str:
    return _("My region") if code == ME else words.name(region_words(), code)


def _owner(name: str) -> str:
    return _("My own") if name == ME else owner_named(name)


def owner_named(name: str) -> str:
    """The name of who has this user name; the user name itself where nobody has it."""
    person = access.staff_named(name)
    return person.name_in(language()) if person else name


NAMED = {"desk": _desk, "stage": lambda key: words.name(stage_words(), key), "region": _region, "owner": _owner}
