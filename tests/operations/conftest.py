"""Homes for these tests: a demo company made once, and a copy of it for each test that changes something."""

from __future__ import annotations

import pytest

from portal import migrations
from portal.audit import SYSTEM
from portal.core import crypto, db
from portal.operations import commands
from portal.settings import read
from tests import postgres
from tests.operations.homes import copied, demo, opened


@pytest.fixture(autouse=True)
def _on_this_database(database_setting):
    """Every home of these tests keeps its data in the database of this run."""


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory):
    """A home with the demo company; nobody changes it."""
    return copied(demo(), tmp_path_factory.mktemp("demo") / "home")


@pytest.fixture
def demo_home(tmp_path):
    """A demo company of the test's own."""
    return copied(demo(), tmp_path / "demo")


@pytest.fixture
def bare_home(tmp_path):
    """A home with its ground (calendars, regions) and nobody in it."""
    settings = read({}, home=tmp_path / "bare", database=postgres.setting_of(tmp_path / "bare"))
    crypto.make_master_key(settings.master_key_file)
    with opened(settings.home):
        migrations.migrate()
        with db.atomic():
            commands.lay_ground(by=SYSTEM)
    return settings.home
