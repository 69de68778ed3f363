"""What the operator decides: one frozen record read from a TOML file and the environment.

`PORTAL_…` variables win over `settings.toml` in the home folder. A value that makes no sense stops the program with a
sentence that names the variable.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parent.parent
MOST_PROXIES = 9
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
    trusted_proxies: int = 0
    lease_seconds: int = 30
    upload_bytes: int = 20_000_000
    form_bytes: int = 16_000_000
    anchor_copy: str = ""
    company_zh: str = "示例进出口有限公司"
    company_en: str = "Example Import & Export Co., Ltd."
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


LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def _parts(url: str) -> tuple[str, str, str]:
    """(scheme, host, what stands behind them) of an address; nothing where it cannot be read."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return "", "", ""
    return parts.scheme, parts.hostname or "", parts.path.strip("/") + parts.query + parts.fragment + (parts.username or "")


def is_web(url: str) -> bool:
    """Whether this is an https:// address, or http:// on this machine."""
    scheme, host, _rest = _parts(url)
    return bool(host) and (scheme == "https" or (scheme == "http" and host in LOOPBACK))


def _is_directory(url: str) -> bool:
    scheme, host, rest = _parts(url)
    return scheme in {"ldap", "ldaps"} and bool(host) and not rest


def _is_filter(text: str) -> bool:
    return text.startswith("(") and text.endswith(")") and text.count("(") == text.count(")") and "{name}" in text


class Demand(NamedTuple):
    """What must hold where the setting `of` is given; otherwise `says` stops the program."""

    of: str
    holds: Callable[[Settings], bool]
    says: str


DEMANDS = (
    Demand("address", lambda s: is_web(s.address) and not _parts(s.address)[2],
           "PORTAL_ADDRESS is {0.address!r}; it is https:// and a host, as people open the portal, with nothing behind it."),
    Demand("ldap_url", lambda s: _is_directory(s.ldap_url),
           "PORTAL_LDAP_URL is {0.ldap_url!r}; it is ldaps:// or ldap:// and a host, perhaps with a port."),
    Demand("ldap_url", lambda s: not (s.ldap_starttls and s.ldap_url.startswith("ldaps:")),
           "PORTAL_LDAP_STARTTLS goes with an ldap:// address; PORTAL_LDAP_URL is ldaps:// and encrypted from the start."),
    Demand("ldap_url",
           lambda s: s.ldap_starttls or s.ldap_url.startswith("ldaps:") or _parts(s.ldap_url)[1] in LOOPBACK,
           "PORTAL_LDAP_URL would send passwords over the network in clear; say ldaps:// or PORTAL_LDAP_STARTTLS=yes."),
    Demand("ldap_url", lambda s: bool(s.ldap_base.strip()),
           "PORTAL_LDAP_BASE is empty; name the entry below which people are, such as ou=people,dc=example,dc=com."),
    Demand("ldap_url", lambda s: bool(s.ldap_bind_dn) == bool(s.ldap_bind_password),
           "PORTAL_LDAP_BIND_DN and PORTAL_LDAP_BIND_PASSWORD go together; give both, or neither for a search without a name."),
    Demand("ldap_url", lambda s: _is_filter(s.ldap_user_filter),
           "PORTAL_LDAP_USER_FILTER is {0.ldap_user_filter!r}; it is a filter in parentheses with {{name}} where the user name "
           "goes, such as (uid={{name}})."),
    Demand("ldap_ca_file", lambda s: Path(s.ldap_ca_file).is_file(),
           "PORTAL_LDAP_CA_FILE is {0.ldap_ca_file!r}, which is no file that can be read."),
    Demand("ldap_group_roles", lambda s: all(" -> " in pair for pair in s.ldap_group_roles.split(";") if pair.strip()),
           "PORTAL_LDAP_GROUP_ROLES is {0.ldap_group_roles!r}; it lists GROUP -> role, with ; between them."),
    Demand("ldap_password_page", lambda s: is_web(s.ldap_password_page),
           "PORTAL_LDAP_PASSWORD_PAGE is {0.ldap_password_page!r}; it is the https:// address where people change it."),
    Demand("oidc_issuer", lambda s: is_web(s.oidc_issuer) and not set("?#@") & set(s.oidc_issuer),
           "PORTAL_OIDC_ISSUER is {0.oidc_issuer!r}; it is the https:// address by which the provider calls itself."),
    Demand("oidc_issuer", lambda s: bool(s.oidc_client_id.strip()),
           "PORTAL_OIDC_CLIENT_ID is empty; the provider gives it when the portal is entered there."),
    Demand("oidc_issuer", lambda s: bool(s.address),
           "PORTAL_ADDRESS is empty; the provider sends people back to it, such as https://portal.example.com."),
    Demand("oidc_issuer", lambda s: bool(s.oidc_claim.strip() and s.oidc_name_zh.strip() and s.oidc_name_en.strip()),
           "PORTAL_OIDC_CLAIM, PORTAL_OIDC_NAME_ZH and PORTAL_OIDC_NAME_EN must not be empty."),
    Demand("oidc_ca_file", lambda s: Path(s.oidc_ca_file).is_file(),
           "PORTAL_OIDC_CA_FILE is {0.oidc_ca_file!r}, which is no file that can be read."),
    Demand("oidc_issuer", lambda s: s.oidc_second_factor in {"never", "told", "always"},
           "PORTAL_OIDC_SECOND_FACTOR is {0.oidc_second_factor!r}; say never, told (when the provider says there was one) or "
           "always."),
)  # fmt: skip


def _check_demands(settings: Settings) -> None:
    for demand in DEMANDS:
        if getattr(settings, demand.of) and not demand.holds(settings):
            raise Nonsense(demand.says.format(settings))


def _checked(settings: Settings) -> Settings:
    if not (settings.database in {"sqlcipher", "sqlite"} or settings.is_postgresql):
        raise Nonsense(
            "PORTAL_DATABASE is neither sqlcipher, sqlite nor a postgresql:// address."
        )
    if not settings.host.strip():
        raise Nonsense("PORTAL_HOST is empty; name the address to serve on, 127.0.0.1 for this machine alone.")
    if not 0 < settings.port < 65536:
        raise Nonsense(f"PORTAL_PORT is {settings.port}; a port lies between 1 and 65535.")
    counts = "workers", "threads", "idle_hours", "session_hours", "one_time_hours", "lease_seconds", "upload_bytes", "form_bytes"
    for name in counts:
        if getattr(settings, name) < 1:
            raise Nonsense(f"PORTAL_{name.upper()} is {getattr(settings, name)}; it must be at least 1.")
    if not 0 <= settings.trusted_proxies <= MOST_PROXIES:
        raise Nonsense(
            f"PORTAL_TRUSTED_PROXIES is {settings.trusted_proxies}; say how many proxies stand in front of the portal, "
            f"0 (none) to {MOST_PROXIES}."
        )
    _check_demands(settings)
    if settings.demo and settings.host not in LOOPBACK and not settings.force_demo:
        raise Nonsense(
            "The demo company has public passwords, so it is served on 127.0.0.1 only; "
            f"PORTAL_HOST is {settings.host}. PORTAL_FORCE_DEMO=yes overrides this."
        )
    return settings
