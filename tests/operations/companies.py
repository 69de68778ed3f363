"""Small homes of each kind of database, with a ticket and a file in them."""

from __future__ import annotations

from pathlib import Path

from portal import migrations
from portal.access.models import Staff
from portal.audit import SYSTEM
from portal.core import crypto, db
from portal.core.files import Store
from portal.enquiries import actions as enquiries
from portal.operations import commands
from portal.settings import Settings, read
from tests import make
from tests.operations.homes import opened

KINDS = ("sqlcipher", "sqlite", "postgresql")
LETTER = b"Sehr geehrte Damen und Herren, anbei der Plan.\n"


def made(home: Path, database: str) -> Settings:
    """A home with its ground, a few people, and one enquiry with a file; the database is closed again."""
    home.mkdir()
    (home / "settings.toml").write_text(f'database = "{database}"\nworkers = 3\n', "utf-8")
    settings = read({}, home=home)
    master = crypto.make_master_key(settings.master_key_file)
    with opened(home):
        migrations.migrate()
        with db.atomic():
            commands.lay_ground(by=SYSTEM)
            for part in ("clerk", "engineer", "admin", "manager"):
                username, name, roles, region, department = make.CAST[part]
                make.staff(username, name=name, roles=roles, region=region, department=department)
        with_a_file(Store(settings.files, master))
    return settings


def with_a_file(store: Store, name: str = "plan.txt", data: bytes = LETTER) -> None:
    """An enquiry with a file, in the open home."""
    with db.atomic():
        clerk = Staff.get(Staff.username == "agent.eu")
        ticket = make.enquiry(by=clerk)
        enquiries.make(ticket, "note", {"text": "siehe Plan", "files": [(name, data)], "store": store}, by=clerk)
