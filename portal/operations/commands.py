"""`portal init`, `migrate` and `translations compile`."""

from __future__ import annotations

from portal import migrations, open_database
from portal.access import actions as access
from portal.access import queries as staff
from portal.audit import SYSTEM
from portal.clocks import actions as clocks
from portal.core import crypto, db, i18n, time
from portal.core.errors import Refused
from portal.demo import load as load_demo
from portal.operations.regions import REGIONS
from portal.settings import Settings

ADMINISTRATOR = "admin"


def init(args, settings: Settings) -> int:
    """Make the home; an interrupted one is completed, a finished one is refused."""
    if settings.master_key_file.exists() and _is_finished(settings):
        raise Refused(f"{settings.home} is a portal home already; nothing was changed.")
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not settings.master_key_file.exists():
        crypto.make_master_key(settings.master_key_file)
    open_database(settings, crypto.read_master_key(settings.master_key_file))
    migrations.migrate()
    if args.demo:
        _write_setting(settings, "demo = true")
    with db.atomic():
        _lay_ground()
        if args.demo:
            load_demo()
        else:
            _hire_administrator()
    print(f"{settings.home} is ready.")
    return 0


def migrate(_args, settings: Settings) -> int:
    """Apply what is missing, and say what."""
    open_database(settings, crypto.read_master_key(settings.master_key_file))
    applied = migrations.migrate()
    print("\n".join(applied) if applied else "The database has today's shape.")
    return 0


def translations(_args, _settings: Settings) -> int:
    """Make the binary catalogues that are older than their texts."""
    for path in i18n.compile_catalogues():
        print(path.relative_to(i18n.CATALOGUES))
    return 0


def _is_finished(settings: Settings) -> bool:
    open_database(settings, crypto.read_master_key(settings.master_key_file))
    return not migrations.missing() and staff.active_staff().exists()


def _write_setting(settings: Settings, line: str) -> None:
    path = settings.home / "settings.toml"
    path.write_text((path.read_text("utf-8") if path.exists() else "") + line + "\n", "utf-8")


def _lay_ground() -> None:
    clocks.install(by=SYSTEM, at=time.now())
    for region in REGIONS:
        access.open_region(**region, by=SYSTEM)


def _hire_administrator() -> None:
    _person, password = access.hire(
        ADMINISTRATOR, name="系统管理员", name_en="Administrator", roles=["admin"], region="hq", department="it",
        languages=["zh", "en"], zone=i18n.HEADQUARTERS, by=SYSTEM,
    )  # fmt: skip
    print(f"Administrator: {ADMINISTRATOR}\nOne-time password (shown only now): {password}")
