"""The blueprint that the area's pages hang on."""

from __future__ import annotations

from flask import Blueprint

from portal.audit import SYSTEM
from portal.core.i18n import _

blueprint = Blueprint("knowledge", __name__, url_prefix="/knowledge")


def who(name: str) -> str:
    """A user name as pages say it; what was there at first was written by nobody."""
    return _("Portal") if name == str(SYSTEM) else name
