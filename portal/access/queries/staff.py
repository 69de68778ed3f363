"""Who works here: by user name, by role and permission, page by page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from peewee import OP, Expression, ModelSelect, Value

from portal.access import rules
from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.access.queries.regions import missing
from portal.access.roles import ROLES
from portal.access.sources import Source
from portal.core import db
from portal.core.memo import remembered
from portal.core.paging import SIZE


def named(username: str) -> Staff:
    """The member of staff with this user name, active or not. Raises Missing."""
    return staff_named(username) or missing()


def staff_named(username: str) -> Staff | None:
    """Like `named`, or None; a text that cannot be a user name is nobody's."""
    name = rules.account_named(username)
    return Staff.get_or_none(Staff.username == name) if rules.fault_of_username(name) is None else None


@remembered
def person(number: int) -> Staff:
    """The member of staff with this id, active or not. Raises Missing."""
    found = db.rows_of(Staff, "WHERE t.id = ?", number)
    return found[0] if found else missing()


def active_person(number: int) -> Staff:
    """The same, for somebody who works here now. Raises Missing."""
    found = person(number)
    return found if found.active else missing()


def active_staff() -> ModelSelect:
    """Everybody who works here now, by user name."""
    return Staff.select().where(Staff.active).order_by(Staff.username)


def staff_of(region_code: str) -> ModelSelect:
    """Everybody active in a region, by user name."""
    return active_staff().where(Staff.region == region_code)


def english_names() -> dict[str, str]:
    """The English name of each person by the other one, for records that keep a name alone. A name that several people
    bear is left out, unless it is one in English too."""
    found: dict[str, set[str]] = {}
    for name, name_en in db.select("SELECT name, name_en FROM staff"):
        found.setdefault(name, set()).add(name_en or name)
    return {name: names.pop() for name, names in found.items() if len(names) == 1}


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


def local_administrators() -> ModelSelect:
    """Everybody active who manages accounts and has a password of the portal itself, by user name."""
    return holders_of(Permission.ACCESS_MANAGE).where(Staff.source == Source.LOCAL)


def is_last_administrator(person: Staff) -> bool:
    """Whether nobody would manage accounts if this person did not. Those whose password is proved elsewhere do not count:
    a directory that is down must not lock everybody out."""
    administrators = local_administrators()
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
