"""An application with the probe's views beside the portal's own."""

from __future__ import annotations

import pytest

from portal import create_app
from portal.core import db
from tests.browser import Browser
from tests.core import probe


@pytest.fixture(scope="session")
def probe_app(app):
    """A second application over the same home and the same open database."""
    before = db.database.obj
    made = create_app(app.extensions["settings"])
    db.database.initialize(before)
    probe.add_to(made)
    return made


@pytest.fixture
def probing(probe_app, cast):
    """`probing()` is a stranger's browser, `probing(person)` a signed-in one."""

    def browser(person=None, **options) -> Browser:
        return Browser(probe_app, person, **options)

    return browser
