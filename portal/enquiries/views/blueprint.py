"""The blueprint that the pages of enquiries hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("enquiries", __name__, url_prefix="/enquiries")
