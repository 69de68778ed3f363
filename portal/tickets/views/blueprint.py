"""The blueprint that the pages of tickets hang on."""

from flask import Blueprint

blueprint = Blueprint("tickets", __name__, url_prefix="/tickets")
