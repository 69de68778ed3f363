"""The people of the demo company: everybody the design promises, with keys that exist."""

import tomllib

import pytest

from portal.access import rules
from portal.access.departments import DEPARTMENTS
from portal.access.forms import SERVED
from portal.access.roles import ROLES
from portal.operations.regions import REGIONS
from portal.settings import PROJECT

PEOPLE = tomllib.loads((PROJECT / "portal" / "demo" / "people.toml").read_text("utf-8"))
PROMISED = """agent.eu agent2.eu agent.us agent.sea agent.me agent.jk senior.eu expert tech.eu
supervisor.eu supervisor.us supervisor.sea supervisor.me supervisor.jk manager quality trainer analyst keeper
sales market settlement legal finance compliance auditor operations gm hr admin"""


def test_everybody_is_there_and_every_role_is_played():
    assert set(PEOPLE) == set(PROMISED.split())
    assert {role for person in PEOPLE.values() for role in person["roles"]} == set(ROLES)


@pytest.mark.parametrize("username", PEOPLE)
def test_their_keys_exist(username):
    person = PEOPLE[username]
    assert rules.fault_of_username(username) is None
    assert set(person["roles"]) <= set(ROLES)
    assert person["region"] in {region["code"] for region in REGIONS}
    assert person["department"] in DEPARTMENTS
    assert set(person["languages"]) <= set(SERVED)
    assert rules.is_zone(person["zone"])
    assert person["name"]
    assert person["name_en"]
