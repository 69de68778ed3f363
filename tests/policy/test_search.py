"""Finding a rule by its number, by Chinese and by English words."""

import pytest

from portal.policy import rules
from portal.policy.search import found


def ids(query="", how=""):
    return [each.id for each in found(rules(), query, how)]


@pytest.mark.parametrize("query", ["CS-3.1", "cs-3.1", "cs3.1", "CS 3.1", "ＣＳ－３．１"])
def test_the_beginning_of_a_number_finds_its_rules(query):
    assert ids(query) == ["CS-3.1a", "CS-3.1b", "CS-3.1c", "CS-3.1d", "CS-3.1e"]


def test_a_whole_number_finds_one_rule():
    assert ids("TM-4.5d") == ["TM-4.5d"]


def test_chinese_words_are_found_inside_a_text():
    assert ids("借阅卡") == ["DM-S5", "F-17"]
    assert "CP-15.1" in ids("首次响应")


def test_two_words_must_both_be_there():
    assert ids("重大投诉，舆情") == ["CP-27a", "CP-28b"]
    assert ids("major publicity") == ["CP-28b"]


def test_english_words_are_found_from_their_beginning_only():
    assert "CP-26b" in ids("report")
    assert ids("port") == []


def test_a_pattern_is_only_text():
    assert ids(".*") == []
    assert ids("(.*)[") == []


def test_nothing_asked_finds_everything_in_order():
    assert ids("  ") == [each.id for each in rules()]


def test_the_treatment_narrows():
    assert ids(how="norm") == ["CR-4.2", "CR-9.1", "TM-4.1", "DM-S2", "DM-N1"]
    assert ids("CS-3.1", how="clock") == ["CS-3.1a", "CS-3.1c"]
