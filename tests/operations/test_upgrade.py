"""A company of every earlier shape is brought to today's: nothing that was there is lost or changed, and its pages open."""

from __future__ import annotations

import hashlib

import pytest

from portal import create_app, migrations
from portal.access.models import Staff
from portal.core import db
from portal.settings import read
from portal.tickets.models import Ticket
from tests import postgres
from tests.browser import Browser
from tests.operations.homes import opened, portal

STEPS = [path.stem for path in sorted(migrations.FOLDER.glob("[0-9]*.py"))]
WITH_PEOPLE = STEPS.index("0007_jobs")  # before this step there was no portal that anybody could have used
KEPT_BY_MACHINE = {"schema_migration", "sqlite_sequence", "job_run", "lease"}


@pytest.mark.parametrize("name", STEPS[WITH_PEOPLE:-1])
def test_what_was_there_is_there_and_the_pages_open(demo_home, name):
    with opened(demo_home):
        migrations.runner().down(STEPS[STEPS.index(name) + 1])
        assert migrations.missing() == STEPS[STEPS.index(name) + 1 :]
        before = {table: columns_of(table) for table in tables()}
        kept = {table: content(table, columns) for table, columns in before.items()}
        assert migrations.migrate() == STEPS[STEPS.index(name) + 1 :]
        changed = [table for table, columns in before.items() if content(table, columns) != kept[table]]
        assert changed == []
        settings = read({"PORTAL_DATABASE": postgres.setting_of(demo_home)}, home=demo_home)
        manager = Browser(create_app(settings), Staff.get(Staff.username == "manager"))
        for path in ("/", "/tickets", f"/enquiries/{Ticket.get().number}", "/reports", "/policy/versions", "/audit", "/admin"):
            assert manager.get(path).status == 200, path
        db.database.close()


def test_the_command_backs_up_first_and_says_what_it_did(demo_home):
    with opened(demo_home):
        migrations.runner().down(STEPS[-2])
    refused = portal("tick", home=demo_home)
    assert (refused.returncode, refused.stderr) == (
        1, f"The database lacks {STEPS[-2]}, {STEPS[-1]}; `portal migrate` brings it up to date.\n",
    )  # fmt: skip
    answer = portal("migrate", home=demo_home)
    assert answer.returncode == 0, answer.stderr
    assert STEPS[-1] in answer.stdout
    assert len(list((demo_home / "backups").glob("*.backup"))) == 1
    assert portal("tick", home=demo_home).returncode == 0


def tables() -> set[str]:
    return set(db.database.get_tables()) - KEPT_BY_MACHINE


def columns_of(table: str) -> list[str]:
    return sorted(column.name for column in db.database.get_columns(table))


def content(table: str, columns: list[str]) -> tuple[int, str]:
    """How many rows, and a digest of all that they say in these columns."""
    names = ", ".join(f'"{name}"' for name in columns)
    rows = sorted(map(repr, db.select(f'SELECT {names} FROM "{table}"')))
    return len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
