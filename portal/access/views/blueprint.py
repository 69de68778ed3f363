"""The blueprint that the pages of access share."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("access", __name__)
