"""Two people correct the same fields: who wins, and when a person is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.tickets.rules import Clash, Merged, merge


@pytest.mark.rule("TM-4.4")
@pytest.mark.parametrize(
    ("before", "mine", "theirs", "written", "clashes"),
    [
        ("a", "a", "a", None, False),  # nobody
        ("a", "b", "a", "b", False),  # only I
        ("a", "a", "b", None, False),  # only they: theirs stays, and nobody is asked
        ("a", "b", "b", None, False),  # both alike
        ("a", "b", "c", None, True),  # both, differently
        ("", "b", "c", None, True),  # what was before was tampered with
    ],
)
def test_one_field(before, mine, theirs, written, clashes):
    merged = merge({"f": before}, {"f": mine}, {"f": theirs})
    assert merged.written == ({"f": written} if written else {})
    assert merged.clashes == ({"f": Clash(mine, theirs, before)} if clashes else {})


@pytest.mark.parametrize(
    ("choice", "seen", "written", "clashes"),
    [
        ("mine", "c", {"f": "b"}, False),
        ("theirs", "c", {}, False),
        ("before", "c", {"f": "a"}, False),
        ("mine", "a", {}, True),  # a third change came after the choice was made
        ("", "c", {}, True),
        ("nonsense", "c", {}, True),
        ("count", "c", {}, True),  # a name that a tuple has, but no choice
    ],
)
def test_a_choice_holds_against_what_it_was_made_against(choice, seen, written, clashes):
    merged = merge({"f": "a"}, {"f": "b"}, {"f": "c"}, {"f": choice}, {"f": seen})
    assert merged.written == written and bool(merged.clashes) is clashes


values = st.fixed_dictionaries({name: st.sampled_from("abc") for name in ("f", "g", "h")})
choices = st.dictionaries(st.sampled_from("fgh"), st.sampled_from(("mine", "theirs", "before")))


@given(values, values, values, choices)
def test_whatever_two_people_do(before, mine, theirs, chosen):
    merged = merge(before, mine, theirs, chosen, theirs)
    result = theirs | merged.written
    for name in before:
        i, they = mine[name] != before[name], theirs[name] != before[name]
        if not i and not they:
            assert name not in merged.written and name not in merged.clashes
        if not (i and they):
            assert name not in merged.clashes
            assert result[name] == (mine[name] if i else theirs[name])
        if i and they and mine[name] != theirs[name]:
            assert (name in merged.clashes) is (name not in chosen)
            if name in chosen:
                assert result[name] == {"mine": mine, "theirs": theirs, "before": before}[chosen[name]][name]
        assert result[name] in (mine[name], theirs[name], before[name])


@given(values, values, values)
def test_it_makes_no_difference_who_saves_first_where_the_fields_differ(before, mine, theirs):
    both = {name for name in before if mine[name] != before[name] and theirs[name] != before[name]}
    mine = mine | {name: before[name] for name in both}
    first = theirs | merge(before, mine, theirs).written
    second = mine | merge(before, theirs, mine).written
    assert first == second


def test_nothing_is_chosen_without_a_clash():
    assert merge({"f": "a"}, {"f": "a"}, {"f": "c"}, {"f": "before"}, {"f": "c"}) == Merged({}, {})
