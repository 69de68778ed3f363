"""/policy/<rule id>: what a rule demands, its figure, where it comes from, what the portal does with it."""

import pytest

from portal.policy import evidence
from portal.policy.evidence import Evidence
from tests.policy.rule_ids import RULES


def test_what_the_rule_demands_is_seen_at_once(browse, cast):
    reply = browse(cast.clerk).get("/policy/CS-3.1a")
    assert reply.status == 200
    assert reply.text_of("h1") == "First response"
    assert reply.text_of(".page-head__meta") == "CS-3.1a 首次响应"
    assert reply.text_of("#figures dd") == "within 1 hour"
    assert reply.text_of("#figures p") == "It runs inside the region's service hours only."
    assert "Overseas customer support" in reply.text_of("[aria-labelledby=source]")
    assert "warns ahead" in reply.text_of("[aria-labelledby=treated]")


def test_in_chinese_the_other_language_is_english(browse, cast):
    reply = browse(cast.clerk, language="zh").get("/policy/CS-3.1a")
    assert reply.text_of("h1") == "首次响应"
    assert reply.text_of(".page-head__meta [lang=en]") == "First response"
    assert reply.text_of("#figures dd") == "1 小时内"


def test_a_sentence_true_of_three_figures_is_said_once(browse, cast):
    reply = browse(cast.clerk).get("/policy/CS-3.3c")
    assert [tag.text for tag in reply.soup.select("#figures dd")] == [
        "within 24 hours",
        "within 48 hours",
        "within 72 hours",
    ]
    assert [tag.text for tag in reply.soup.select("#figures p")] == ["Elapsed time: nights and days off count as well."]


def test_rules_to_read_with_it_are_linked(browse, cast):
    links = browse(cast.clerk).get("/policy/CS-3.1a").soup.select("[aria-labelledby=related] a")
    assert [link["href"] for link in links] == ["/policy/TM-4.2c", "/policy/CR-10"]


def test_a_form_says_who_signs_it(browse, cast):
    assert "Clerk · Manager · Operations director" in browse(cast.clerk).get("/policy/F-11").text_of(
        "[aria-labelledby=source]"
    )


def test_a_chapter_of_the_manual_is_named(browse, cast):
    assert "Shift handover and duty" in browse(cast.clerk).get("/policy/DM-H8").text_of("[aria-labelledby=source]")


def test_where_it_is_enforced_and_what_shows_it(browse, cast, monkeypatch):
    known = Evidence({"CR-4.2": ["portal/desk/rules.py:7"]}, {"CR-4.2": ["tests/desk/test_it.py::test_notes"]}, [])
    monkeypatch.setattr(evidence, "of_this_project", lambda: known)
    assert "portal/desk/rules.py:7" in browse(cast.clerk).get("/policy/CR-4.2").text_of("#evidence")
    assert "test_it.py::test_notes" in browse(cast.clerk).get("/policy/CR-4.2").text_of("#evidence")
    unproven = browse(cast.clerk).get("/policy/CR-9.1").text_of("#evidence")
    assert "Nothing names this rule yet." in unproven
    assert "No test names this rule yet." in unproven


def test_where_there_are_no_tests_nothing_is_claimed(browse, cast, monkeypatch):
    monkeypatch.setattr(evidence, "of_this_project", lambda: None)
    assert not browse(cast.clerk).get("/policy/CR-4.2").has("#evidence")


@pytest.mark.parametrize("wrong", ["CS-3.1z", "cs-3.1a", "CS-3.1", "%00", "x" * 3000, "..%2f"])
def test_a_rule_that_does_not_exist_is_not_found(browse, cast, wrong):
    assert browse(cast.clerk).get(f"/policy/{wrong}").status == 404


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_rule_has_its_page(browse, cast, language):
    browser = browse(cast.clerk, language=language)
    assert {rule_id for rule_id in RULES if browser.get(f"/policy/{rule_id}").status != 200} == set()
