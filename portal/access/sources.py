"""Where accounts prove who they are: a password of the portal's own, the company's directory,
or an OpenID Connect provider. Set by the operator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from portal.access.roles import ROLES
from portal.core.i18n import lazy
from portal.settings import Nonsense, Settings

WAY_BACK = "/login/provider/back"  # the path a provider is told to send people back to


class Source(StrEnum):
    """What a row of staff keeps: who proves that somebody is who they say."""

    LOCAL = "local"
    LDAP = "ldap"
    OIDC = "oidc"

    @property
    def has_password(self) -> bool:
        """Whether a password proves such an account at all, whoever keeps it."""
        return self is not Source.OIDC

    @property
    def names(self) -> tuple[str, str]:
        """(Chinese, English)."""
        return NAMES[self]


NAMES = {
    Source.LOCAL: ("门户自己的密码", "Password of the portal"),
    Source.LDAP: ("公司目录（LDAP）", "Company directory (LDAP)"),
    Source.OIDC: ("统一登录（OpenID Connect）", "Single sign-on (OpenID Connect)"),
}


@dataclass(frozen=True)
class Directory:
    """Where the directory is and how it is asked. `group_roles` maps the name (DN) of a group to a role;
    `password_page` is where people change their password."""

    url: str
    base: str
    bind_dn: str = ""
    bind_password: str = field(default="", repr=False)
    user_filter: str = "(uid={name})"
    starttls: bool = False
    ca_file: str = ""
    group_roles: Mapping[str, str] = field(default_factory=dict)
    password_page: str = ""


@dataclass(frozen=True)
class Provider:
    """Who signs people in by OpenID Connect. `claim` is where it names the user; `redirect` is where it sends them back;
    `second_factor` says when its own second factor counts: "never", "told" (by the `amr` of a token) or "always"."""

    issuer: str
    client_id: str
    redirect: str
    client_secret: str = field(default="", repr=False)
    claim: str = "preferred_username"
    names: tuple[str, str] = ("公司统一登录", "Company sign-in")
    ca_file: str = ""
    second_factor: str = "never"


class Fault(StrEnum):
    """Why a source can prove nothing now."""

    SILENT = "silent"
    INSECURE = "insecure"
    PORTAL_REFUSED = "portal refused"
    NO_BASE = "no base"
    BUSY = "busy"
    NOT_SET = "not set"
    PROVIDER_SILENT = "provider silent"
    PROVIDER_STRANGE = "provider strange"


TEXTS = {
    Fault.SILENT: lazy("The directory does not answer. Check PORTAL_LDAP_URL, and whether the server runs."),
    Fault.INSECURE: lazy(
        "No encrypted connection to the directory comes about. Check its certificate, PORTAL_LDAP_CA_FILE and "
        "PORTAL_LDAP_STARTTLS."
    ),
    Fault.PORTAL_REFUSED: lazy(
        "The directory does not let the portal search. Check PORTAL_LDAP_BIND_DN and PORTAL_LDAP_BIND_PASSWORD."
    ),
    Fault.NO_BASE: lazy("The directory cannot search there. Check PORTAL_LDAP_BASE and PORTAL_LDAP_USER_FILTER."),
    Fault.NOT_SET: lazy("No directory is set. Set PORTAL_LDAP_URL, or give the account a password of the portal."),
    Fault.PROVIDER_SILENT: lazy("The provider does not answer. Check PORTAL_OIDC_ISSUER and PORTAL_OIDC_CA_FILE."),
    Fault.PROVIDER_STRANGE: lazy(
        "The provider answers, but not as OpenID Connect asks. Check PORTAL_OIDC_ISSUER, PORTAL_OIDC_CLIENT_ID and "
        "PORTAL_OIDC_CLIENT_SECRET."
    ),
    Fault.BUSY: lazy("The directory is slow, and too many people wait for it already. Try again in a minute."),
}


class Unreachable(Exception):
    """The source cannot say whether a password is right. `detail` is its own word for the operator, in English."""

    def __init__(self, fault: Fault, detail: str = ""):
        super().__init__(f"{fault}: {detail}")
        self.fault, self.detail = fault, detail

    @property
    def reason(self) -> str:
        return TEXTS[self.fault]


class Sources(NamedTuple):
    """What is set beside the portal's own passwords; None where it is not."""

    directory: Directory | None = None
    provider: Provider | None = None

    def there(self) -> tuple[Source, ...]:
        """The sources an account can have here."""
        return (Source.LOCAL, *self.checks())

    def checks(self) -> dict[Source, Callable[[], None]]:
        """By source outside that is set: a function that asks whether it works. It raises Unreachable."""
        outside = {Source.LDAP: (self.directory, _check_directory), Source.OIDC: (self.provider, _check_provider)}
        return {source: partial(check, there) for source, (there, check) in outside.items() if there is not None}


def _check_directory(directory: Directory) -> None:
    from portal.access.directory import check

    check(directory)


def _check_provider(provider: Provider) -> None:
    from portal.access.provider import check

    check(provider)


OWN_ONLY = Sources()


def read(settings: Settings) -> Sources:
    """The sources of these settings. Raises Nonsense for a group that would give a role the portal does not know."""
    return Sources(
        directory=_directory(settings) if settings.ldap_url else None,
        provider=_provider(settings) if settings.oidc_issuer else None,
    )


def _directory(settings: Settings) -> Directory:
    return Directory(
        url=settings.ldap_url,
        base=settings.ldap_base,
        bind_dn=settings.ldap_bind_dn,
        bind_password=settings.ldap_bind_password,
        user_filter=settings.ldap_user_filter,
        starttls=settings.ldap_starttls,
        ca_file=settings.ldap_ca_file,
        group_roles=_group_roles(settings.ldap_group_roles),
        password_page=settings.ldap_password_page,
    )


def _provider(settings: Settings) -> Provider:
    return Provider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        redirect=settings.address.rstrip("/") + WAY_BACK,
        claim=settings.oidc_claim,
        names=(settings.oidc_name_zh, settings.oidc_name_en),
        ca_file=settings.oidc_ca_file,
        second_factor=settings.oidc_second_factor,
    )


def _group_roles(text: str) -> dict[str, str]:
    pairs = [pair.rpartition(" -> ") for pair in text.split(";") if pair.strip()]
    given = {group.strip(): role.strip() for group, _arrow, role in pairs}
    for role in given.values():
        if role not in ROLES:
            raise Nonsense(f"PORTAL_LDAP_GROUP_ROLES gives the role {role!r}; the roles are {', '.join(ROLES)}.")
    return given
