"""The blueprint that the area's pages hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("knowledge", __name__, url_prefix="/knowledge")
