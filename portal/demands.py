"""What must hold of the settings of a sign-in elsewhere, each with the sentence that stops the program when it does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

Settings = Any  # the record of `portal.settings`, which rests on this
LARGEST_PICTURE = 100_000  # bytes: it is inside every form
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


def _is_picture(path: Path) -> bool:
    """Whether this is a small PNG that can be read."""
    try:
        return path.stat().st_size <= LARGEST_PICTURE and path.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    except OSError:
        return False


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
    Demand("logo_file", lambda s: _is_picture(Path(s.logo_file)),
           "PORTAL_LOGO_FILE is {0.logo_file!r}; it names a PNG picture of at most 100 kB, which is printed on every form."),
    Demand("seal_file", lambda s: Path(s.seal_file).is_file(),
           "PORTAL_SEAL_FILE is {0.seal_file!r}, which is no file that can be read."),
    Demand("stamp_url", lambda s: s.stamp_url.startswith(("http://", "https://")),
           "PORTAL_STAMP_URL is {0.stamp_url!r}; it is the http:// or https:// address of a time-stamp service (RFC 3161)."),
    Demand("stamp_url", lambda s: bool(s.stamp_ca_file),
           "PORTAL_STAMP_CA_FILE is empty; it names the authorities that vouch for the time-stamp service."),
    Demand("stamp_ca_file", lambda s: Path(s.stamp_ca_file).is_file(),
           "PORTAL_STAMP_CA_FILE is {0.stamp_ca_file!r}, which is no file that can be read."),
)  # fmt: skip


def fault_of(settings: Settings) -> str | None:
    """The first demand that these settings do not meet, in a sentence that names the variable, or None."""
    unmet = (demand for demand in DEMANDS if getattr(settings, demand.of) and not demand.holds(settings))
    return next((demand.says.format(settings) for demand in unmet), None)
