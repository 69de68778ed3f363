"""The form of undoing a re-base."""

from __future__ import annotations

from portal.core.forms import Form, filled, line
from portal.core.i18n import lazy


class UndoForm(Form):
    """Why a re-base is undone."""

    reason = line(lazy("Reason"), filled())
