"""The forms that can be begun from the page of a customer or a ticket."""

from __future__ import annotations

from typing import NamedTuple

from flask import url_for

from portal.access import Permission, may, staff
from portal.core.i18n import both
from portal.signing import catalogue


class Begin(NamedTuple):
    """A link to a form that is filled in from the thing at hand."""

    name: str
    url: str


def forms_about(about: str) -> list[Begin]:
    """The forms that begin from this ("customer:12"), for whoever may fill them in."""
    if not may(staff(), Permission.SIGNING_FILL):
        return []
    kinds = [kind for kind in catalogue.every() if kind.about and about.startswith(f"{kind.about}:")]
    return [Begin(both(*kind.names), url_for("signing.new", key=kind.key, about=about)) for kind in kinds]
