"""Who is found by role, permission and region."""

import pytest

from portal.access import Permission, actions, queries
from portal.core.errors import Missing
from tests import make


def names(found) -> list[str]:
    return [person.username for person in found]


def test_people_are_found_by_role_and_by_permission(cast):
    assert names(queries.in_role("supervisor")) == ["supervisor.eu"]
    assert names(queries.holders_of(Permission.ENQUIRIES_LEAD)) == ["manager", "supervisor.eu"]
    assert names(queries.holders_of(Permission.ACCESS_MANAGE)) == ["admin"]


def test_a_role_is_found_among_several(cast):
    make.staff("both", roles=["hr", "supervisor"])
    assert names(queries.in_role("supervisor")) == ["both", "supervisor.eu"]


def test_those_who_left_are_not_found(cast):
    actions.deactivate(cast.supervisor, by=cast.admin, reason="left")
    assert names(queries.in_role("supervisor")) == []
    assert "supervisor.eu" not in names(queries.staff_of("eu"))
    assert queries.named("supervisor.eu").left_at is not None


def test_names_are_read_without_case(cast):
    assert queries.named(" Agent.EU") == cast.clerk
    assert queries.staff_named("nobody") is None
    with pytest.raises(Missing):
        queries.named("nobody")


def test_a_region_has_its_zone(database):
    assert queries.region("eu").zone == "Europe/Berlin"
    with pytest.raises(Missing):
        queries.region("atlantis")


def test_a_name_in_the_reader_s_language(database):
    person = make.staff("named", name="李娜", name_en="Li Na")
    assert (person.name_in("zh"), person.name_in("en")) == ("李娜", "Li Na")
    assert make.staff("unnamed", name="李娜").name_in("en") == "李娜"


SIGHT = [("clerk", {"eu"}), ("stranger", {"us"}), ("manager", {"eu", "us"}), ("auditor", set())]


@pytest.mark.parametrize(("who", "seen"), SIGHT)
def test_a_region_is_seen_by_its_own_people_by_overseers_and_not_on_need_to_know(cast, who, seen):
    person = getattr(cast, who)
    assert {region for region in ("eu", "us") if queries.sees_region(person, region)} == seen
