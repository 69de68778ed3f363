"""Homes for these tests: a demo company made once, and a copy of it for each test that changes something."""

from __future__ import annotations

import shutil

import pytest

from portal import migrations
from portal.audit import SYSTEM
from portal.core import crypto, db
from portal.operations import commands
from portal.settings import read
from tests.operations.homes import opened, portal


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory):
    """A home with the demo company; nobody changes it."""
    home = tmp_path_factory.mktemp("demo") / "home"
    answer = portal("init", "--demo", home=home)
    assert answer.returncode == 0, answer.stderr
    return home


@pytest.fixture
def demo_home(made_demo, tmp_path):
    """A copy of the demo company's home."""
    return shutil.copytree(made_demo, tmp_path / "demo")


@pytest.fixture
def bare_home(tmp_path):
    """A home with its ground (calendars, regions) and nobody in it."""
    settings = read({}, home=tmp_path / "bare")
    crypto.make_master_key(settings.master_key_file)
    with opened(settings.home):
        migrations.migrate()
        with db.atomic():
            commands.lay_ground(by=SYSTEM)
    return settings.home
