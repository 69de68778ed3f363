"""The ground every test stands on: one migrated database with a cast of people, given back as it was after each test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from portal import create_app, migrations, policy
from portal.core import crypto, db, i18n
from portal.settings import read
from tests import make, postgres
from tests.browser import Browser


@pytest.fixture(scope="session")
def database_setting():
    """The database of this run: sqlcipher unless PORTAL_TEST_DATABASE says sqlite, or postgresql for a server of its own."""
    wanted = os.environ.get("PORTAL_TEST_DATABASE", "sqlcipher")
    if wanted != "postgresql":
        yield wanted
        return
    with postgres.server() as address:
        yield address


@pytest.fixture(scope="session")
def app(tmp_path_factory, database_setting):
    """The application over a home of its own, with regions, calendars and the cast."""
    i18n.compile_catalogues()
    home = tmp_path_factory.mktemp("home")
    settings = read({}, home=home, database=database_setting)
    crypto.make_master_key(settings.master_key_file)
    app = create_app(settings)
    app.config["TESTING"] = False
    migrations.migrate()
    make.ground()
    yield app
    db.database.close()


@pytest.fixture
def database(app):
    """Whatever the test writes is taken back when it ends."""
    db.ready()
    policy.look_again()
    with db.atomic() as transaction:
        yield
        transaction.rollback()
    policy.look_again()


@pytest.fixture
def cast(database):
    """The same people in every test; see `make.CAST`."""
    return make.cast()


@pytest.fixture
def browse(app, cast):
    """`browse(cast.clerk)` is a signed-in browser that checks every page it is given; `browse()` a stranger's."""

    def browser(person=None, **options) -> Browser:
        return Browser(app, person, **options)

    return browser


@pytest.fixture
def project() -> Path:
    return Path(__file__).resolve().parent.parent
