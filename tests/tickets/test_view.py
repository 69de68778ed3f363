"""What an address asks for, and the address of what is asked for."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.tickets import view as views
from portal.tickets import words
from portal.tickets.view import USUAL, View

SOUND = st.builds(
    View,
    state=st.sampled_from([state for state in words.STATES if state != "closed"]),
    level=st.sampled_from(["", *words.LEVELS]),
    urgency=st.sampled_from(["", "urgent", "normal"]),
    channel=st.sampled_from(["", *words.CHANNELS]),
    region=st.sampled_from(["", "me", "eu", "us"]),
    owner=st.sampled_from(["", "me", "agent.eu", "o'neil & söhne"]),
    due=st.sampled_from(["", *words.DUE]),
    order=st.sampled_from(list(words.ORDERS)),
    group=st.sampled_from(["", *views.GROUPS]),
    shape=st.sampled_from(list(words.SHAPES)),
    columns=st.lists(st.sampled_from(list(views.COLUMNS)), min_size=1, unique=True).map(
        lambda chosen: tuple(name for name in views.COLUMNS if name in chosen)
    ),
)


@given(SOUND)
def test_a_link_carries_the_whole_view(view):
    assert views.read_address(view.address) == view


@given(st.text(max_size=800))
def test_any_address_is_read_and_what_is_read_is_kept_once_and_for_all(address):
    view = views.read_address(address)
    assert views.read_address(view.address) == view
    assert len(view.address) <= views.LONGEST_ADDRESS + 200


def test_the_usual_view_has_no_address():
    assert USUAL.address == ""
    assert views.read({}) == USUAL == views.read_address("")


@pytest.mark.parametrize(
    "asked",
    [{"level": "9"}, {"state": "burning"}, {"order": "size"}, {"shape": "cloud"}, {"columns": ""}, {"after": "x"}],
)
def test_what_makes_no_sense_is_as_usual(asked):
    assert views.read(asked) == USUAL


def test_an_address_is_written_in_one_order_with_what_is_not_usual_alone():
    view = views.read({"owner": "me", "level": "3", "state": "open", "columns": "owner.stage"})
    assert view.address == "level=3&owner=me&columns=stage.owner"


def test_what_is_over_is_newest_first():
    assert views.read({"state": "closed"}).order == "newest"
    assert views.read({"state": "closed", "order": "oldest"}).order == "oldest"


@pytest.mark.parametrize(
    ("asked", "field"),
    [({}, ""), ({"shape": "board"}, "stage"), ({"shape": "board", "group": "level"}, "level"), ({"group": "owner"}, "owner")],
)
def test_a_board_that_names_no_field_is_by_stage(asked, field):
    assert views.read(asked).grouped_by == field


def test_a_long_address_stays_short():
    assert len(dict(parse_qsl(views.read({"region": "x" * 9000}).address)).get("region", "")) == 0
