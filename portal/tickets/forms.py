"""The forms of pages that all desks share."""

from __future__ import annotations

from portal.core.forms import Form, filled, line
from portal.core.i18n import lazy


class UndoForm(Form):
    """Why a re-base is undone."""

    reason = line(lazy("Reason"), filled())


class MergeForm(Form):
    """Which ticket another becomes part of; a reason is needed where the customers differ."""

    into = line(lazy("Merge into the ticket"), filled(), longest=20)
    reason = line(lazy("Reason"))
