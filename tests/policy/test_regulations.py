"""The regulations as shipped: every rule of the rulebook, in two languages, with the figures it names."""

import re
from datetime import time

import pytest

from portal.policy import UnknownFigure, UnknownRule, figure, regulations, rule, rules
from portal.policy.book import related
from portal.policy.regulation import HOWS
from tests.policy.rule_ids import RULES

HAN = re.compile(r"[\u3400-\u9fff]")
CLAUSES = re.compile(r"[\u3000-\u303f\uff00-\uffef]")

# rule, name of the figure, amount, unit, calendar, sense: read off the rulebook by hand.
FIGURES = [
    ("CS-3.1c", None, 24, "h", None, "within"),
    ("CS-3.2a", None, 24, "h", None, "within"),
    ("CS-3.2b", None, 3, "wd", "region", "every"),
    ("CS-3.2c", None, 48, "h", None, "within"),
    ("CS-3.3b", None, 2, "h", None, "within"),
    ("CS-3.3c", "urgent", 24, "h", None, "within"),
    ("CS-3.3c", "normal", 48, "h", None, "within"),
    ("CS-3.3c", "remote", 72, "h", None, "within"),
    ("CP-15.1", None, 1, "wh", "region", "within"),
    ("CP-15.1", "service", (time(9), time(18)), "window", "region", "exactly"),
    ("CP-15.2", None, 2, "wd", "region", "within"),
    ("CP-15.4", None, 2, "wd", "region", "within"),
    ("CP-16", None, 3, "wd", "region", "within"),
    ("CP-17a", None, 2, "wd", "region", "within"),
    ("CP-17c", None, 7, "wd", "region", "within"),
    ("CP-18", None, 1, "wd", "region", "within"),
    ("CP-20b", None, 5, "wd", "region", "within"),
    ("CP-21a", None, 3, "wd", "region", "within"),
    ("CP-22a", None, 15, "wd", "region", "within"),
    ("CP-22b", None, 3, "wd", "region", "every"),
    ("CP-23a", None, 1, "wd", "region", "within"),
    ("CP-23b", None, 3, "wd", "region", "within"),
    ("CP-25a", None, 1, "h", None, "within"),
    ("CP-26a", None, 2, "wd", "region", "within"),
    ("CP-26b", None, 10, "wd", "region", "within"),
    ("CP-27a", None, 5, "wd", "region", "within"),
    ("CP-28a", None, 30, "wd", "region", "within"),
    ("CP-29b", None, 7, "wd", "region", "within"),
    ("TM-4.2a", None, 30, "s", None, "within"),
    ("TM-4.2b", None, 5, "min", None, "within"),
    ("TM-4.2c", None, 24, "h", None, "within"),
    ("TM-4.2d", None, 1, "h", None, "within"),
    ("TM-4.5a", None, None, "contact", None, "exactly"),
    ("TM-4.5b", None, 24, "h", None, "within"),
    ("TM-4.5c", None, 72, "h", None, "within"),
    ("TM-4.5d", None, None, "set", None, "exactly"),
    ("TM-4.7a", None, 1, "h", None, "within"),
    ("TM-4.7b", None, 3, "wd", "region", "within"),
    ("TM-3.4a", "regular", 30, "d", None, "before"),
    ("TM-3.4a", "probation", 3, "d", None, "before"),
    ("DM-K2", None, 1, "wd", "hq", "within"),
    ("DM-K5", None, 1, "wd", "region", "within"),
    ("DM-O3", None, 30, "min", None, "within"),
    ("DM-D2", None, time(16, 30), "time", "hq", "exactly"),
    ("DM-H8", "manned", 30, "min", "hq", "before"),
    ("CP-13b", None, 10_000, "CNY", None, "at_most"),
    ("CP-13c", "loss", 10_000, "CNY", None, "above"),
    ("CP-13c", "group", 3, "count", None, "at_least"),
    ("CR-5.4", "cases", 3, "count", None, "at_least"),
    ("CR-5.4", "period", 30, "d", None, "exactly"),
]

HOW = {
    "CR-5.4": ("figure", "job"),
    "CS-3.1a": ("clock",),
    "CP-15.2": ("clock", "gate"),
    "CP-25a": ("clock", "gate"),
    "TM-4.5d": ("clock", "gate"),
    "TM-4.1": ("norm",),
    "DM-H8": ("figure", "clock"),
    "F-14": ("register",),
}


def test_every_rule_and_form_of_the_rulebook_is_there_and_no_other():
    assert sorted(each.id for each in rules()) == sorted(RULES)
    assert len(RULES) == 241


def test_the_regulations_stand_in_their_order():
    assert [each.code for each in regulations()] == ["CR", "CS", "CP", "TM", "DM", "F"]


@pytest.mark.parametrize("each", rules(), ids=lambda each: each.id)
def test_a_rule_speaks_both_languages_and_mixes_none(each):
    labels = [figure.label for figure in each.figures if figure.label]
    for zh, en in (each.title, each.text, each.chapter.name, each.regulation.name, *each.signatures, *labels):
        assert HAN.search(zh)
        assert en.strip()
        assert not HAN.search(en)
        assert not CLAUSES.search(en)


def test_titles_are_short():
    assert max(len(each.title.zh) for each in rules()) <= 20
    assert max(len(each.title.en) for each in rules()) <= 50


@pytest.mark.parametrize(("rule_id", "name", "amount", "unit", "calendar", "sense"), FIGURES)
def test_figures_are_those_of_the_rulebook(rule_id, name, amount, unit, calendar, sense):
    found = figure(rule_id, name)
    assert (found.rule, found.name) == (rule_id, name)
    assert (found.amount, found.unit, found.calendar, found.sense) == (amount, unit, calendar, sense)
    assert (found.bound, found.version) == (False, 1)


def test_the_general_first_response_is_an_hour_bound_to_service_hours():
    found = figure("CS-3.1a")
    assert (found.amount, found.unit, found.bound, found.calendar) == (1, "h", True, "region")


@pytest.mark.parametrize(("rule_id", "how"), HOW.items())
def test_how_a_rule_is_treated(rule_id, how):
    assert rule(rule_id).how == how


def test_every_treatment_occurs():
    assert {how for each in rules() for how in each.how} == set(HOWS)


def test_an_id_nobody_knows_is_named():
    with pytest.raises(UnknownRule, match=r"CS-3\.1z"):
        rule("CS-3.1z")


def test_a_rule_with_several_figures_must_be_asked_by_name():
    with pytest.raises(UnknownFigure, match=r"CS-3\.3c has no figure None; it has: urgent, normal, remote"):
        figure("CS-3.3c")


def test_a_rule_without_figures_has_none_to_give():
    with pytest.raises(UnknownFigure, match=r"CS-3\.1b has no figure None; it has: none"):
        figure("CS-3.1b")


def test_rules_are_related_both_ways():
    assert [each.id for each in related(rule("TM-4.2c"))] == ["CS-3.1a", "CR-10"]
    assert [each.id for each in related(rule("F-11"))] == ["CP-15.2", "DM-P1"]
