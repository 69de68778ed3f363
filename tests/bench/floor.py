"""The floor: what one page of fifty rows costs when nothing is asked of it."""

from __future__ import annotations

from flask import Flask

from portal.core import crypto, db
from portal.settings import read

ROWS = (
    "SELECT number, title, customer_name, stage, level, channel, region, next_due FROM ticket "
    "WHERE closed_at IS NULL AND desk = 'enquiry' ORDER BY rank, next_due, id LIMIT 50"
)
PAGE = """<!doctype html><html lang="en"><head><title>Floor</title></head><body><table>
{% for number, title, customer, stage, level, channel, region, due in rows %}
<tr><td>{{ number }}</td><td><a href="/tickets/{{ number }}">{{ title }}</a></td><td>{{ customer }}</td><td>{{ stage }}</td>
<td>{{ level }}</td><td>{{ channel }}</td><td>{{ region }}</td><td>{{ due }}</td></tr>
{% endfor %}</table></body></html>"""


def application() -> Flask:
    """What the server serves; the home comes from the environment."""
    settings = read()
    db.database.initialize(db.opened(settings, crypto.derive(crypto.read_master_key(settings.master_key_file), "database")))
    app = Flask(__name__)
    app.before_request(db.ready)
    page = app.jinja_env.from_string(PAGE)

    @app.get("/")
    def rows():
        return page.render(rows=db.select(ROWS))

    @app.get("/nothing")
    def nothing():
        return ""

    return app
