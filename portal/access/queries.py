"""Reads: who is signed in, which staff there are, which regions somebody sees, how sign-in attempts went."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import NoReturn

from peewee import OP, Expression, ModelSelect, Value, fn

from portal.access import rules
from portal.access.models import (
    FactorDemand,
    HalfSignIn,
    RecoveryCode,
    Region,
    SecondFactor,
    Session,
    SignInAttempt,
    Staff,
)
from portal.access.permissions import Permission
from portal.access.roles import ROLES, Scope, scope_of
from portal.core import db
from portal.core.errors import Missing
from portal.core.paging import SIZE
from portal.core.time import from_ms, to_ms

COLUMNS = tuple(Staff._meta.sorted_field_names)
HAS_FACTOR = "EXISTS (SELECT 1 FROM second_factor f WHERE f.staff_id = p.id AND f.confirmed_at IS NOT NULL)"
DEMANDED = "EXISTS (SELECT 1 FROM factor_demand d WHERE p.roles LIKE '%\"' || d.role || '\"%' AND d.since <= s.created_at)"
OWES = f"{DEMANDED} AND NOT {HAS_FACTOR}"
WHO = f"SELECT s.id, s.seen_at, {OWES}, " + ", ".join(f"p.{name}" for name in COLUMNS)
WHO += " FROM session AS s JOIN staff AS p ON p.id = s.staff_id"
WHO += " WHERE s.token_hash = ? AND s.revoked_at IS NULL AND s.expires_at > ? AND s.seen_at > ? AND p.active"
JSON_COLUMNS = ("roles", "languages")
MOMENTS = ("created_at", "left_at", "one_time_until")


@dataclass(frozen=True)
class SignedIn:
    """The session of a request, as Flask-Login wants its users: the token names it, the row is `staff`.

    `owes_factor`: a role demanded a second factor before this sign-in, and the person has none.
    """

    token: str
    session_id: int
    seen_at: datetime
    staff: Staff
    owes_factor: bool = False

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.token


def digest(secret: str) -> str:
    """The SHA-256, in hex, under which a token or a typed user name is kept."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def signed_in(token: str, *, at: datetime, idle: timedelta) -> SignedIn | None:
    """The session of this token if it still holds: not revoked, within both limits, its owner active. One query."""
    rows = db.select(WHO, digest(token), to_ms(at), to_ms(at - idle))
    if not rows:
        return None
    session_id, seen_at, owes_factor, *values = rows[0]
    return SignedIn(token, session_id, from_ms(seen_at), _staff_of(values), bool(owes_factor))


def _staff_of(values: Iterable) -> Staff:
    given = dict(zip(COLUMNS, values, strict=True))
    for name in JSON_COLUMNS:
        given[name] = json.loads(given[name])
    for name in MOMENTS:
        given[name] = None if given[name] is None else from_ms(given[name])
    person = Staff(**given)
    person._dirty.clear()
    return person


def regions_seen_by(person: Staff) -> tuple[str, ...] | None:
    """The base of every `visible_to`: None for every region, else the codes; () sees only what was handed over."""
    scope = scope_of(tuple(person.roles))
    if scope is Scope.ALL:
        return None
    return (person.region,) if scope is Scope.REGION else ()


def sees_region(person: Staff, region: str) -> bool:
    """Whether what belongs to a region (its code) is within this person's sight without being handed over."""
    regions = regions_seen_by(person)
    return regions is None or region in regions


def regions() -> list[Region]:
    """Every region, by code."""
    return list(Region.select().order_by(Region.code))


def region_names() -> tuple[tuple[str, str, str], ...]:
    """(code, Chinese name, English name) of every region, by code."""
    return tuple(db.select("SELECT code, name_zh, name_en FROM region ORDER BY code"))


def region(code: str) -> Region:
    """The region with this code. Raises Missing."""
    found = db.rows_of(Region, "WHERE t.code = ?", code)
    return found[0] if found else _missing()


def named(username: str) -> Staff:
    """The member of staff with this user name, active or not. Raises Missing."""
    return staff_named(username) or _missing()


def staff_named(username: str) -> Staff | None:
    """Like `named`, or None; a text that cannot be a user name is nobody's."""
    name = rules.account_named(username)
    return Staff.get_or_none(Staff.username == name) if rules.fault_of_username(name) is None else None


def _missing() -> NoReturn:
    raise Missing


def active_staff() -> ModelSelect:
    """Everybody who works here now, by user name."""
    return Staff.select().where(Staff.active).order_by(Staff.username)


def staff_of(region_code: str) -> ModelSelect:
    """Everybody active in a region, by user name."""
    return active_staff().where(Staff.region == region_code)


def holders_of(permission: Permission) -> ModelSelect:
    """Everybody active one of whose roles has this permission, by user name."""
    return active_staff().where(_in_any(key for key, role in ROLES.items() if permission in role.permissions))


def in_role(role: str) -> ModelSelect:
    """Everybody active in this role, by user name."""
    return active_staff().where(_in_any((role,)))


def holding_any(roles: Iterable[str]) -> list[Staff]:
    """Everybody active in one of these roles, by user name; nobody for no roles."""
    wanted = tuple(roles)
    return list(active_staff().where(_in_any(wanted))) if wanted else []


def is_last_administrator(person: Staff) -> bool:
    """Whether nobody would manage accounts if this person did not."""
    administrators = holders_of(Permission.ACCESS_MANAGE)
    if db.is_postgresql():  # two who deactivate each other at once wait for one another
        administrators = administrators.for_update()
    return [administrator.id for administrator in administrators] == [person.id]


def page_of_staff(*, region: str = "", role: str = "", active: bool | None = True, after: str = "") -> ModelSelect:
    """Staff by user name, filtered; one more than a page so that `paging.cut` knows whether more follow."""
    found = Staff.select().where(Staff.username > after).order_by(Staff.username).limit(SIZE + 1)
    if region:
        found = found.where(Staff.region == region)
    if role:
        found = found.where(_in_any((role,)))
    if active is not None:
        found = found.where(Staff.active == active)
    return found


def _in_any(roles: Iterable[str]) -> Expression:
    """Roles are kept as a JSON list of plain words, so a word is found with its quotes."""
    sought = (Expression(Staff.roles, OP.ILIKE, Value(f'%"{role}"%', converter=False)) for role in roles)
    return reduce(or_, sought)


def sessions_of(person: Staff, *, at: datetime, idle: timedelta) -> ModelSelect:
    """The sessions of a person that still hold, last seen first."""
    return Session.select().where(Session.staff == person, _holds(at, idle)).order_by(Session.seen_at.desc())


def session_of(person: Staff, session_id: int) -> Session:
    """One session of a person, ended or not. Raises Missing."""
    return Session.get_or_none((Session.id == session_id) & (Session.staff == person)) or _missing()


def _holds(at: datetime, idle: timedelta) -> Expression:
    return Session.revoked_at.is_null() & (Session.expires_at > at) & (Session.seen_at > at - idle)


def attempts(account: str, address: str, *, now: datetime) -> rules.Record:
    """What the throttle has to know of an account (its digest) and an address (its network)."""
    pair = (SignInAttempt.account == account) & (SignInAttempt.address == address)
    success = _last_success(pair)
    since = max(now - rules.PAIR.window, success or now - rules.PAIR.window)
    return rules.Record(
        pair=_failures(pair, since),
        address=_failures(SignInAttempt.address == address, now - rules.ADDRESS.window),
        account=_failures(SignInAttempt.account == account, now - rules.ACCOUNT.window),
        known=success is not None and success > now - rules.KNOWN_FOR,
    )


def _last_success(pair: Expression) -> datetime | None:
    found = SignInAttempt.select().where(pair, SignInAttempt.ok).order_by(SignInAttempt.at.desc()).first()
    return found.at if found else None


def _failures(which: Expression, since: datetime) -> rules.Failures:
    counted = SignInAttempt.select(fn.COUNT(SignInAttempt.id), fn.MAX(SignInAttempt.at).alias("last"))
    count, last = counted.where(which, ~SignInAttempt.ok, SignInAttempt.at > since).scalar(as_tuple=True)
    return rules.Failures(count, last)


def attempts_of(person: Staff, *, most: int) -> ModelSelect:
    """The newest attempts on this person's account, newest first; nobody else's."""
    own = SignInAttempt.select().where(SignInAttempt.account == digest(person.username))
    return own.order_by(SignInAttempt.at.desc(), SignInAttempt.id.desc()).limit(most)


def half_of(token: str, *, at: datetime) -> HalfSignIn | None:
    """The sign-in that this token's browser has half done, its person with it; None when it is over."""
    found = HalfSignIn.select(HalfSignIn, Staff).join(Staff)
    return found.where(HalfSignIn.token_hash == digest(token), HalfSignIn.ends_at > at, Staff.active).first()


def factor_of(person: Staff) -> SecondFactor | None:
    """The person's second factor, once a first code has confirmed it."""
    return SecondFactor.get_or_none((SecondFactor.staff == person) & SecondFactor.confirmed_at.is_null(False))


def unconfirmed_factor_of(person: Staff, *, at: datetime) -> SecondFactor | None:
    """The second factor that the person is setting up, or None."""
    begun = (SecondFactor.staff == person) & SecondFactor.confirmed_at.is_null()
    return SecondFactor.get_or_none(begun & (SecondFactor.created_at > at - rules.SETTING_UP_LASTS))


def recovery_codes_left(person: Staff) -> int:
    """How many recovery codes of a person still work."""
    return RecoveryCode.select().where(RecoveryCode.staff == person, RecoveryCode.used_at.is_null()).count()


def demanding_roles() -> list[str]:
    """The keys of the roles whose holders must have a second factor."""
    return [demand.role for demand in FactorDemand.select().order_by(FactorDemand.role)]


def owes_factor(person: Staff) -> bool:
    """Whether a role of this person demands a second factor and the person has none."""
    return not set(demanding_roles()).isdisjoint(person.roles) and factor_of(person) is None


def with_factor() -> set[int]:
    """The ids of everybody who has a second factor."""
    return {factor.staff_id for factor in SecondFactor.select(SecondFactor.staff).where(SecondFactor.confirmed_at.is_null(False))}
