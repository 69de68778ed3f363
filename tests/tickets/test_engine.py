"""The engine that runs procedures, on a small procedure of its own."""

from types import SimpleNamespace

import pytest

from portal.tickets import engine
from portal.tickets.engine import BadProcedure, Gate, load

TABLE = """
key = "errand"
zh = "差事"
en = "Errand"
prefix = "X"
place = "/errands"
rules = ["CR-4.1"]
figures = {warn_percent = 75, before_closing_minutes = 30, reopened_often = 3, undo_days = 30, longest_word = 12}
ladder = [{role = "supervisor", when = "due"}]
reasons = [{key = "rain", zh = "雨", en = "Rain", pauses = true, chase = {after = "2 wd", every = "4 wh", times = 2}}]
stages = [
  {key = "begun", zh = "开始", en = "Begun"},
  {key = "over", zh = "结束", en = "Over", open = false},
]
moves = [
  {key = "take", zh = "接", en = "Take", permission = "p", from = [], to = "begun", starts = ["all"]},
  {key = "finish", zh = "完成", en = "Finish", permission = "p", from = ["begun"], to = "over", gates = ["said", "dry"]},
]
[[stopwatches]]
key = "all"
zh = "全部"
en = "All of it"
by = "level"
rules = {1 = ["TM-4.5b"], 2 = ["TM-4.5c", "CS-3.1c"]}
"""
GATES = {
    "said": Gate(
        lambda _ticket, given: (
            None if len(given.get("text", "")) in range(1, given["figures"]["longest_word"]) else "Say something."
        ),
        "TM-4.4",
        figures=("longest_word",),
    ),
    "dry": Gate(lambda ticket, given: "It rains." if ticket.wet else None, "CR-8", of_state=True),
}


@pytest.fixture
def procedure(tmp_path):
    return _load(tmp_path, TABLE)


def _load(folder, table):
    path = folder / "errand.toml"
    path.write_text(table, "utf-8")
    return load(path, GATES)


def ticket(stage="begun", level=1, wet=False):
    return SimpleNamespace(stage=stage, level=level, wet=wet)


@pytest.mark.rule("CR-4.1")
@pytest.mark.parametrize("stage", ["over", "somewhere else"])
def test_no_step_is_made_from_another_stage(procedure, stage):
    refusal = procedure.refusal(procedure.moves["finish"], ticket(stage), {"text": "done"})
    assert refusal.rule == "CR-4.1"


def test_the_first_gate_that_refuses_names_its_rule(procedure):
    finish = procedure.moves["finish"]
    assert procedure.refusal(finish, ticket(wet=True), {}) == ("Say something.", "TM-4.4")
    assert procedure.refusal(finish, ticket(wet=True), {"text": "done"}) == ("It rains.", "CR-8")
    assert procedure.refusal(finish, ticket(), {"text": "done"}) is None


def test_gates_of_the_state_are_asked_before_anybody_types(procedure):
    finish = procedure.moves["finish"]
    assert procedure.refusal_of_state(finish, ticket()) is None
    assert procedure.refusal_of_state(finish, ticket(wet=True)) == ("It rains.", "CR-8")


@pytest.mark.parametrize(("level", "rules"), [(1, ("TM-4.5b",)), (2, ("TM-4.5c", "CS-3.1c")), (3, ())])
def test_a_field_of_the_ticket_chooses_the_rules_of_a_stopwatch(procedure, level, rules):
    assert procedure.stopwatches["all"].rules_for(ticket(level=level)) == rules


def test_only_moves_of_the_stage_are_offered(procedure):
    assert [move.key for move in procedure.moves_in("begun")] == ["finish"]
    assert not list(procedure.moves_in("over"))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('to = "over"', 'to = "nowhere"'), "move finish names the stage nowhere"),
        (('"dry"]', '"wet"]'), "move finish names the gate wet"),
        (('starts = ["all"]', 'starts = ["some"]'), "move take names the stopwatch some"),
        (('from = ["begun"], to = "over"', 'from = ["begun"], to = "begun"'), "nobody can reach the stage over"),
        (("gates = [", 'restarts = ["all"], gates = ['), "move finish restarts the stopwatch all, which has no rounds"),
        (("longest_word = 12", "shortest_word = 2"), "the figure longest_word is missing"),
        (("longest_word = 12", "longest_word = 12, wings = 2"), "the figure wings is read by nobody"),
        (("longest_word = 12", "longest_word = 0"), "the figure longest_word is no whole number above 0"),
        (("longest_word = 12", "longest_word = true"), "the figure longest_word is no whole number above 0"),
        (("warn_percent = 75", "warn_percent = 100"), "the figure warn_percent lies below 100"),
        (("warn_percent = 75, ", ""), "the figure warn_percent is missing"),
        (('when = "due"', 'when = "soon"'), "soon"),
        (('when = "due"', 'when = "120 %"'), "A share lies between 0 and 100 %"),
        (('when = "due"}', 'when = "2 h"}, {role = "gm", when = "due"}'), "the ladder is out of order"),
        (('when = "due"}', 'when = "2 h"}, {role = "gm", when = "1 h"}'), "the ladder is out of order"),
        (('when = "due"}', 'when = "due"}, {role = "supervisor", when = "1 h"}'), "a role stands on the ladder twice"),
        (('after = "2 wd"', 'after = "2 moons"'), "moons"),
        (("times = 2", "times = 0"), "it is asked for at least once"),
        (("times = 2", 'times = 2, whom = "cat"'), "reason rain: whom is one of owner, colleague"),
        (("times = 2", 'times = 2, then = "ends"'), "reason rain: then is one of up, nothing"),
        (("times = 2", 'times = 2, ready_en = "Dear {friend}"'), "the ready text knows number, title and customer alone"),
    ],
)
def test_a_table_that_contradicts_itself_is_not_loaded(tmp_path, change, fault):
    with pytest.raises(BadProcedure, match=fault):
        _load(tmp_path, TABLE.replace(*change))


def test_the_diagram_shows_every_stage_and_move(procedure):
    drawn = engine.diagram(procedure)
    for piece in ("begun : Begun 开始", "[*] --> begun : Take", "begun --> over : Finish", "over --> [*]"):
        assert piece in drawn
