"""What the operator decides: one frozen record read from a TOML file and the environment.

`PORTAL_…` variables win over `settings.toml` in the home folder. A value that makes no sense stops the program with a
sentence that names the variable.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path

from portal import demands
from portal.demands import LOOPBACK

PROJECT = Path(__file__).resolve().parent.parent
MOST_PROXIES = 9
SHORTEST_TOKEN = 16
AT_LEAST_ONE = (
    "workers", "threads", "idle_hours", "session_hours", "one_time_hours", "draft_days", "handover_minutes",
    "lease_seconds", "upload_bytes", "form_bytes", "backup_daily", "log_megabytes", "log_files",
)  # fmt: skip
LEAST = dict.fromkeys(AT_LEAST_ONE, 1) | {"backup_hour": 0, "backup_weekly": 0, "backup_monthly": 0}
YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class Nonsense(ValueError):
    """A setting that cannot be used; the message names it and says what would do."""


@dataclass(frozen=True)
class Settings:
    """All settings. Times are whole numbers in the unit of their name; sizes are bytes."""

    home: Path = PROJECT / "var"
    database: str = "sqlcipher"
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    threads: int = 4
    demo: bool = False
    force_demo: bool = False
    https: bool = False
    idle_hours: int = 8
    session_hours: int = 24
    one_time_hours: int = 72
    draft_days: int = 14
    handover_minutes: int = 30
    trusted_proxies: int = 0
    lease_seconds: int = 30
    upload_bytes: int = 20_000_000
    form_bytes: int = 16_000_000
    anchor_copy: str = ""
    company_zh: str = "示例进出口有限公司"
    company_en: str = "Example Import & Export Co., Ltd."
    logo_file: str = ""
    backups: str = ""
    backup_hour: int = 3
    backup_daily: int = 14
    backup_weekly: int = 8
    backup_monthly: int = 12
    backup_passphrase: str = ""
    metrics_token: str = ""
    logs: str = ""
    log_megabytes: int = 20
    log_files: int = 10
    address: str = ""
    ldap_url: str = ""
    ldap_base: str = ""
    ldap_bind_dn: str = ""
    ldap_bind_password: str = field(default="", repr=False)
    ldap_user_filter: str = "(uid={name})"
    ldap_starttls: bool = False
    ldap_ca_file: str = ""
    ldap_group_roles: str = ""
    ldap_password_page: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_claim: str = "preferred_username"
    oidc_name_zh: str = "公司统一登录"
    oidc_name_en: str = "Company sign-in"
    oidc_ca_file: str = ""
    oidc_second_factor: str = "never"
    seal_file: str = ""
    seal_password: str = field(default="", repr=False)
    stamp_url: str = ""
    stamp_ca_file: str = ""

    @property
    def term(self) -> timedelta:
        """How long the active scheduler may be silent before another takes over."""
        return timedelta(seconds=self.lease_seconds)

    @property
    def master_key_file(self) -> Path:
        return self.home / "keys" / "master.key"

    @property
    def database_file(self) -> Path:
        return self.home / "data" / "portal.db"

    @property
    def anchors(self) -> Path:
        """The folder of the journal's daily anchors."""
        return self.home / "anchors"

    @property
    def files(self) -> Path:
        return self.home / "files"

    @property
    def backup_folder(self) -> Path:
        return Path(self.backups) if self.backups else self.home / "backups"

    @property
    def is_postgresql(self) -> bool:
        return self.database.startswith(("postgresql://", "postgres://"))


def read(environ: Mapping[str, str] = os.environ, **overrides) -> Settings:
    """Settings from `settings.toml` of the home folder, then `PORTAL_…`, then `overrides`.

    A variable may be given as `PORTAL_X_FILE`, the path of a file that holds the value (for secrets).
    Raises `Nonsense`.
    """
    home = Path(overrides.get("home") or environ.get("PORTAL_HOME") or Settings.home).resolve()
    given = _from_toml(home / "settings.toml") | _from_environment(environ)
    given |= {name: value for name, value in overrides.items() if value is not None}
    given["home"] = home
    return _checked(Settings(**{name: _typed(name, value) for name, value in given.items()}))


def _from_toml(path: Path) -> dict:
    if not path.exists():
        return {}
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise Nonsense(f"{path} is not readable as TOML: {wrong}") from wrong
    known = {one.name for one in fields(Settings)}
    for name in given:
        if name not in known:
            raise Nonsense(f"{path} sets {name}, which is not a setting of the portal.")
    return given


def _from_environment(environ: Mapping[str, str]) -> dict:
    given = {}
    for one in fields(Settings):
        variable = f"PORTAL_{one.name.upper()}"
        if variable in environ:
            given[one.name] = environ[variable]
        elif f"{variable}_FILE" in environ:
            given[one.name] = _content(f"{variable}_FILE", environ[f"{variable}_FILE"])
    return given


def _content(variable: str, path: str) -> str:
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, ValueError) as wrong:  # ValueError: not text
        raise Nonsense(f"{variable} is {path!r}, which cannot be read as text: {wrong}") from wrong


def _typed(name: str, value: object) -> object:
    kind = {one.name: one.type for one in fields(Settings)}[name]
    variable = f"PORTAL_{name.upper()}"
    if kind == "bool" and not isinstance(value, bool):
        return _yes_or_no(variable, str(value))
    if kind == "int" and type(value) is not int:
        return _number(variable, str(value))
    if kind == "Path":
        return Path(str(value))
    if kind == "str" and not isinstance(value, str):
        raise Nonsense(f"{variable} must be text, not {value!r}.")
    return value


def _yes_or_no(variable: str, value: str) -> bool:
    if value.strip().lower() in YES:
        return True
    if value.strip().lower() in NO:
        return False
    raise Nonsense(f"{variable} is {value!r}; say yes or no.")


def _number(variable: str, value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise Nonsense(f"{variable} is {value!r}; it must be a whole number.") from None


def _checked(settings: Settings) -> Settings:
    for name, least in LEAST.items():
        if getattr(settings, name) < least:
            raise Nonsense(f"PORTAL_{name.upper()} is {getattr(settings, name)}; it must be at least {least}.")
    _check_database(settings)
    _check_address(settings)
    _check_backups(settings)
    _check_monitoring(settings)
    if fault := demands.fault_of(settings):
        raise Nonsense(fault)
    return settings


def _check_database(settings: Settings) -> None:
    if not (settings.database in {"sqlcipher", "sqlite"} or settings.is_postgresql):
        raise Nonsense("PORTAL_DATABASE is neither sqlcipher, sqlite nor a postgresql:// address.")


def _check_address(settings: Settings) -> None:
    if not settings.host.strip():
        raise Nonsense("PORTAL_HOST is empty; name the address to serve on, 127.0.0.1 for this machine alone.")
    if not 0 < settings.port < 65536:
        raise Nonsense(f"PORTAL_PORT is {settings.port}; a port lies between 1 and 65535.")
    if not 0 <= settings.trusted_proxies <= MOST_PROXIES:
        raise Nonsense(
            f"PORTAL_TRUSTED_PROXIES is {settings.trusted_proxies}; say how many proxies stand in front of the portal, "
            f"0 (none) to {MOST_PROXIES}."
        )
    if settings.demo and settings.host not in LOOPBACK and not settings.force_demo:
        raise Nonsense(
            "The demo company has public passwords, so it is served on 127.0.0.1 only; "
            f"PORTAL_HOST is {settings.host}. PORTAL_FORCE_DEMO=yes overrides this."
        )


def _check_monitoring(settings: Settings) -> None:
    if settings.metrics_token and len(settings.metrics_token) < SHORTEST_TOKEN:
        raise Nonsense(f"PORTAL_METRICS_TOKEN is too short to be a secret; take {SHORTEST_TOKEN} characters or more.")
    if settings.logs and not Path(settings.logs).is_absolute():
        raise Nonsense(f"PORTAL_LOGS is {settings.logs!r}; name the folder in full, beginning with /.")


def _check_backups(settings: Settings) -> None:
    if settings.backup_hour > 23:
        raise Nonsense(f"PORTAL_BACKUP_HOUR is {settings.backup_hour}; an hour of the day lies between 0 and 23.")
    if settings.backups and not Path(settings.backups).is_absolute():
        raise Nonsense(f"PORTAL_BACKUPS is {settings.backups!r}; name the folder in full, beginning with /.")
