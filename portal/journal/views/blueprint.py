"""The pages' common address, and the words their rows are told with."""

from __future__ import annotations

from flask import Blueprint

from portal.journal import telling  # noqa: F401  (enters its words)

blueprint = Blueprint("journal", __name__)
