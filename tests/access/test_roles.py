"""The table of roles against what the design says of them."""

import pytest

from portal.access.clearance import Clearance
from portal.access.permissions import Permission
from portal.access.roles import ROLES, Scope, clearance_of, in_order, permissions_of, scope_of

CONTENT = ("archive:", "enquiries:", "tickets:")


def test_permissions_are_alphabetical_and_named_after_their_value():
    names = [permission.name for permission in Permission]
    assert names == sorted(names)
    assert all(permission.name == permission.value.replace(":", "_").upper() for permission in Permission)


@pytest.mark.parametrize("key", ROLES)
def test_every_role_is_described_in_both_languages_and_has_a_home(key):
    role = ROLES[key]
    assert role.key == key
    assert all((role.name_zh, role.name_en, role.description_zh, role.description_en))
    assert {Permission.HOME_VIEW, Permission.ACCESS_OWN, Permission.NOTICES_VIEW} <= role.permissions


@pytest.mark.parametrize("key", ["admin", "hr", "auditor"])
def test_these_see_no_content(key):
    assert not [permission for permission in ROLES[key].permissions if permission.value.startswith(CONTENT)]
    assert ROLES[key].scope is Scope.NONE


def test_only_the_administrator_manages_accounts():
    assert [key for key, role in ROLES.items() if Permission.ACCESS_MANAGE in role.permissions] == ["admin"]


def test_only_leaders_lead_enquiries():
    leaders = [key for key, role in ROLES.items() if Permission.ENQUIRIES_LEAD in role.permissions]
    assert leaders == ["supervisor", "manager", "operations"]


@pytest.mark.parametrize(
    ("clearance", "keys"),
    [
        (Clearance.SECRET, "clerk engineer sales"),
        (Clearance.CONFIDENTIAL, "supervisor senior expert legal finance compliance auditor"),
        (Clearance.TOP_SECRET, "manager keeper operations gm"),
        (Clearance.INTERNAL, "admin"),
    ],
)
def test_clearance_by_role(clearance, keys):
    assert {ROLES[key].clearance for key in keys.split()} == {clearance}


@pytest.mark.parametrize(
    ("scope", "keys"),
    [
        (Scope.REGION, "clerk senior expert engineer supervisor sales"),
        (Scope.ALL, "manager quality trainer analyst keeper operations gm"),
        (Scope.NONE, "legal finance compliance auditor hr admin"),
    ],
)
def test_how_far_a_role_sees(scope, keys):
    assert {ROLES[key].scope for key in keys.split()} == {scope}


def test_several_roles_add_up():
    assert permissions_of(("clerk", "hr")) == ROLES["clerk"].permissions | ROLES["hr"].permissions
    assert scope_of(("clerk", "quality")) is Scope.ALL
    assert scope_of(("hr", "clerk")) is Scope.REGION
    assert clearance_of(["clerk", "expert"]) is Clearance.CONFIDENTIAL


def test_a_role_that_is_no_more_gives_nothing():
    assert permissions_of(("wizard",)) == frozenset()
    assert scope_of(("wizard",)) is Scope.NONE
    assert clearance_of(["wizard"]) is Clearance.INTERNAL


def test_roles_are_kept_in_the_order_of_the_table():
    assert in_order(["admin", "clerk", "admin"]) == ["clerk", "admin"]
