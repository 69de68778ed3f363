"""The machine: Python, its libraries, SQLite, time zones."""

from __future__ import annotations

import importlib
import importlib.metadata as installed
import re
import sys
import tomllib
import zoneinfo
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from portal.core.i18n import _
from portal.operations.checks import Finding, bad, good

OLDEST = (3, 11)
LOCKED = re.compile(r"^([a-z0-9-]+)==(\S+)( ;.*)?", re.MULTILINE)
NAME = re.compile(r"[a-z0-9-]+")
HEADQUARTERS = "Asia/Shanghai"


def python(version: Sequence[int] = sys.version_info) -> Finding:
    said = ".".join(map(str, version[:2]))
    if tuple(version[:2]) < OLDEST:
        return bad(_("Python is %(version)s; the portal needs 3.11 or newer.", version=said))
    return good(_("Python is %(version)s.", version=said))


def libraries(project: Path) -> Finding:
    """Every library at its locked version, and those the portal names itself importable."""
    locked = locked_versions((project / "requirements.txt").read_text("utf-8"))
    wanted = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    faults = [
        *wrong_versions(locked, _installed_version),
        *unimportable(_modules_of(NAME.match(line)[0] for line in wanted)),
    ]
    if faults:
        said = "; ".join(faults)
        return bad(_("Libraries are not as locked (%(faults)s); `scripts/start --setup-only` installs them.", faults=said))
    return good(_("All %(count)d libraries have their locked versions.", count=len(locked)))


def locked_versions(text: str) -> dict[str, str]:
    """Name to version of a requirements file; a line that is for some machines only does not count."""
    return {name: version for name, version, condition in LOCKED.findall(text) if not condition}


def wrong_versions(locked: Mapping[str, str], version_of: Callable[[str], str | None]) -> Iterator[str]:
    for name, version in locked.items():
        have = version_of(name)
        if have != version:
            yield f"{name} is {have or 'missing'}, not {version}"


def unimportable(modules: Iterable[str]) -> Iterator[str]:
    for module in modules:
        try:
            importlib.import_module(module)
        except (ImportError, OSError) as error:  # OSError: a system library behind it is missing
            yield f"{module} cannot be imported: {error}"


def _installed_version(name: str) -> str | None:
    try:
        return installed.version(name)
    except installed.PackageNotFoundError:
        return None


def _modules_of(names: Iterable[str]) -> list[str]:
    wanted = set(names)
    known = installed.packages_distributions().items()
    return sorted(
        module for module, owners in known if module.isidentifier() and wanted & {_plain(name) for name in owners}
    )


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


def database_engine(kind: str) -> Finding:
    """SQLite with full-text search, encrypted where the settings ask for it; PostgreSQL's driver otherwise."""
    if kind not in ("sqlcipher", "sqlite"):
        importlib.import_module("psycopg")
        return good(_("The PostgreSQL driver is there."))
    engine = importlib.import_module("sqlcipher3" if kind == "sqlcipher" else "sqlite3")
    connection = engine.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
        cipher = connection.execute("PRAGMA cipher_version").fetchone()
    except engine.OperationalError as error:
        why = {"error": error}
        return bad(_("SQLite has no full-text search (%(error)s); `scripts/start --setup-only` installs one that has.", **why))
    finally:
        connection.close()
    if kind == "sqlcipher" and not cipher:
        return bad(_("SQLite cannot encrypt; `scripts/start --setup-only` installs one that can."))
    if cipher:
        return good(_("SQLite %(version)s has full-text search and encryption.", version=engine.sqlite_version))
    return good(_("SQLite %(version)s has full-text search.", version=engine.sqlite_version))


def zones(known: Callable[[str], object] = zoneinfo.ZoneInfo) -> Finding:
    try:
        known(HEADQUARTERS)
    except zoneinfo.ZoneInfoNotFoundError:
        what = {"zone": HEADQUARTERS}
        said = _("The time zone %(zone)s is unknown; install the library tzdata with `scripts/start --setup-only`.", **what)
        return bad(said)
    return good(_("Time zones are known."))
