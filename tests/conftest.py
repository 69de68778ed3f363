"""The ground every test stands on: one migrated database with a cast of people, given back as it was after each test.

`PORTAL_TEST_DATABASE` says which database: sqlcipher (the default), sqlite or postgresql. On PostgreSQL only those tests
run that ask for a database; what needs none, or is marked `once`, has said everything on the first run.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from portal import create_app, migrations, policy
from portal.core import crypto, db, i18n, time
from portal.settings import read
from portal.signing.actions import certificates
from tests import make, postgres, together
from tests.browser import Browser

YEAR = timedelta(days=365)


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        together.begin()


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        postgres.stop()
        together.end()


def pytest_collection_modifyitems(config, items):
    if postgres.is_chosen():
        left_out = [item for item in items if not _is_about_postgresql(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _is_about_postgresql(item) -> bool:
    return "database_setting" in item.fixturenames and not item.get_closest_marker("once")


@pytest.fixture(scope="session")
def database_setting():
    """The database of this run, as PORTAL_DATABASE takes it; on PostgreSQL one that nobody else is connected to."""
    return postgres.new_database() if postgres.is_chosen() else postgres.WANTED


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
    certificates.found(app.extensions["keyring"], at=time.now() - YEAR)  # before any moment that a test stands at
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
