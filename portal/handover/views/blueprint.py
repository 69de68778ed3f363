"""The blueprint that the pages of handovers hang on."""

from __future__ import annotations

from flask import Blueprint, current_app

from portal.core.files import Store

blueprint = Blueprint("handover", __name__, url_prefix="/handovers")
ONE = "/<int(max=2147483647):number>"


def store() -> Store:
    """Where the files of documents are kept."""
    return current_app.extensions["store"]
