"""The blueprint that the views of operations enter their routes in."""

from flask import Blueprint

blueprint = Blueprint("operations", __name__, url_prefix="/admin")
