"""`portal init`, `migrate` and `translations compile`."""

from __future__ import annotations

import tomllib
from datetime import timedelta

from portal import migrations
from portal.access import actions as access
from portal.access import queries as staff
from portal.audit import SYSTEM
from portal.clocks import actions as clocks
from portal.core import db, i18n, time
from portal.core.db import open_database
from portal.core.errors import Refused
from portal.core.files import Store
from portal.demo import load as load_demo
from portal.demo.loading import BEFORE
from portal.operations import errands, keys, shape
from portal.operations.backups.making import make
from portal.operations.duty import tick_by_hand
from portal.operations.regions import REGIONS
from portal.settings import Settings
from portal.signing.actions import certificates
from portal.signing.keyring import Keyring

ADMINISTRATOR = "admin"


def init(args, settings: Settings) -> int:
    """Make the home; an interrupted one is completed, a finished one is refused, or left alone with `--if-needed`."""
    demo = args.demo or settings.demo
    master = keys.existing_or_new(settings)
    keyring = Keyring(master)
    open_database(settings, master)
    if _is_finished():
        if args.if_needed:
            return 0
        raise Refused(f"{settings.home} is a portal home already; nothing was changed.")
    migrations.migrate()
    if demo:  # before anybody with a public password is there
        _remember_demo(settings)
    with db.atomic():
        lay_ground(by=SYSTEM)
        certificates.found(keyring, at=time.now() - BEFORE if demo else time.now())
        if demo:
            load_demo(Store(settings.files, master), keyring)
        else:
            _hire_administrator(works_for=timedelta(hours=settings.one_time_hours))
    tick_by_hand(settings.term)
    print(f"{settings.home} is ready.")
    return 0


def migrate(args, settings: Settings) -> int:
    """Back up, apply what is missing, and say what. Refused for the database of a newer portal."""
    shape.demand_known()
    if not migrations.missing():
        print("The database has today's shape.")
        return 0
    made = None if args.no_backup else make(settings, keys.existing(settings), passphrase=settings.backup_passphrase)
    print("\n".join(migrations.migrate()))
    certificates.found(Keyring(keys.existing(settings)), at=time.now())
    if made:
        errands.note(made, by=SYSTEM, at=time.now())
        print(f"Backed up first: {made.path}")
    return 0


def translations(_args, _settings: Settings) -> int:
    """Make the binary catalogues that are older than their texts."""
    for path in i18n.compile_catalogues():
        print(path.relative_to(i18n.CATALOGUES))
    return 0


def _is_finished() -> bool:
    return not migrations.missing() and staff.active_staff().exists()


def _remember_demo(settings: Settings) -> None:
    path = settings.home / "settings.toml"
    before = path.read_text("utf-8") if path.exists() else ""
    if "demo" not in tomllib.loads(before):
        path.write_text(f"{before}demo = true\n", "utf-8")


def lay_ground(*, by: object) -> None:
    """What every home has: calendars and regions."""
    clocks.install(by=by, at=time.now())
    for region in REGIONS:
        access.open_region(**region, by=by)


def _hire_administrator(*, works_for: timedelta) -> None:
    person, password = access.hire(
        ADMINISTRATOR, name="系统管理员", name_en="Administrator", roles=["admin"], region="hq", department="it",
        languages=["zh", "en"], zone=i18n.HEADQUARTERS, by=SYSTEM, works_for=works_for,
    )  # fmt: skip
    print(f"Administrator: {ADMINISTRATOR}\nOne-time password (shown only now): {password}")
    print(f"Until {person.one_time_until:%Y-%m-%d %H:%M} UTC; later `portal access rescue {ADMINISTRATOR}` makes another one.")
