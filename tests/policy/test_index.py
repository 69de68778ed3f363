"""/policy: every rule by regulation, searched by number and words, narrowed by treatment."""

import pytest

from portal.access.permissions import Permission
from portal.access.roles import ROLES

HTML_LIMIT = 60_000  # bytes of one page


def ids(reply):
    return [tag.text for tag in reply.soup.select("#rules .rule")]


def test_every_rule_stands_under_its_regulation(browse, cast):
    reply = browse(cast.clerk).get("/policy")
    assert reply.status == 200
    assert len(ids(reply)) == 241
    assert reply.text_of("#rules [role=status]") == "241 rules"
    assert [heading["id"] for heading in reply.soup.select("#rules h2")] == ["CR", "CS", "CP", "TM", "DM", "F"]
    assert reply.text_of("#table-DM tbody:first-of-type [scope=rowgroup]") == "Customer information"


def test_a_row_says_number_title_figure_and_treatment(browse, cast):
    row = browse(cast.clerk).get("/policy").soup.select_one("tr:has([id='CP-15.2'])")
    assert [cell.text for cell in row.select("td, th")] == [
        "CP-15.2",
        "Registering a complaint",
        "within 2 working days",
        "Deadline · Gate",
    ]
    assert row.a["href"] == "/policy/CP-15.2"


def test_a_chinese_reader_reads_chinese(browse, cast):
    reply = browse(cast.clerk, language="zh").get("/policy?q=CP-15.2")
    row = reply.soup.select_one("tr:has([id='CP-15.2'])")
    assert [cell.text for cell in row.select("td, th")] == ["CP-15.2", "投诉登记", "2 个工作日内", "时限 · 控制点"]


def test_the_page_stays_small(browse, cast):
    for language in ("en", "zh"):
        assert len(browse(cast.clerk, language=language).get("/policy").data) < HTML_LIMIT


def test_a_search_keeps_what_was_typed(browse, cast):
    reply = browse(cast.clerk).get("/policy?q=首次响应&how=clock")
    assert ids(reply) == ["CS-3.1a", "CP-15.1", "TM-4.5a"]
    assert reply.soup.select_one("#rule-filters [name=q]")["value"] == "首次响应"
    assert reply.value_of("how") == "clock"


def test_htmx_gets_the_list_alone(browse, cast):
    reply = browse(cast.clerk).get("/policy?q=CS-3.1", htmx=True)
    assert ids(reply) == ["CS-3.1a", "CS-3.1b", "CS-3.1c", "CS-3.1d", "CS-3.1e"]
    assert not reply.has("h1")
    assert "HX-Request" in reply.headers["Vary"]


def test_nothing_found_says_what_to_do(browse, cast):
    reply = browse(cast.clerk).get("/policy?q=zebra")
    assert reply.text_of("#rules .empty__title") == "No rule fits this"
    assert reply.soup.select_one("#rules .empty a")["href"] == "/policy"


@pytest.mark.parametrize(
    "query", ["q=%00%1b", "q=<script>alert(1)</script>", "q=%F0%9F%98%80%E2%80%AE", "q=" + "x" * 5000]
)
def test_strange_words_find_nothing_and_break_nothing(browse, cast, query):
    reply = browse(cast.clerk).get(f"/policy?{query}")
    assert reply.status == 200
    assert ids(reply) == []
    assert "<script>alert" not in reply.text


def test_a_treatment_that_does_not_exist_narrows_nothing(browse, cast):
    assert len(ids(browse(cast.clerk).get("/policy?how=magic"))) == 241


@pytest.mark.parametrize("role", ROLES)
def test_every_role_may_read_the_regulations(role):
    assert Permission.POLICY_VIEW in ROLES[role].permissions


@pytest.mark.parametrize("url", ["/policy", "/policy/CS-3.1a"])
def test_a_stranger_is_asked_to_sign_in(browse, url):
    reply = browse().get(url)
    assert reply.status == 303
    assert "/login" in reply.place


@pytest.mark.parametrize("url", ["/policy", "/policy/CS-3.1a"])
def test_without_the_permission_the_door_is_shut(browse, cast, url, monkeypatch):
    monkeypatch.setattr(type(cast.clerk), "may", lambda _self, permission: permission != Permission.POLICY_VIEW)
    assert browse(cast.clerk).get(url).status == 403
