"""The words of the search box that mean a filter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.tickets import asking
from portal.tickets.asking import Asked

STAGES = {"taken": ("已受理", "Taken in"), "treating": ("处理中", "In treatment")}
KNOWN = asking.tables(STAGES, {"eu": ("欧洲", "Europe"), "us": ("美洲", "Americas")})


@pytest.mark.parametrize(
    ("text", "fields", "rest"),
    [
        ("owner:me due:today region:me", {"owner": "me", "due": "today", "region": "me"}, ""),
        ("负责人:我 期限：今天 地区:我", {"owner": "me", "due": "today", "region": "me"}, ""),
        ("Pumpe owner:me defekt", {"owner": "me"}, "Pumpe defekt"),
        ("OWNER:Me", {"owner": "me"}, ""),
        ("owner:agent.eu", {"owner": "agent.eu"}, ""),
        ("region:europe region:us", {"region": "us"}, ""),
        ("地区:欧洲 退款", {"region": "eu"}, "退款"),
        ("stage:taken-in", {"stage": "taken"}, ""),
        ("阶段:处理中", {"stage": "treating"}, ""),
        ("state:late level:3 urgency:urgent", {"state": "late", "level": "3", "urgency": "urgent"}, ""),
        ("about:product language:de", {"subject": "product", "language": "de"}, ""),
        ("due:yesterday", {}, "due:yesterday"),
        ("region:mars", {}, "region:mars"),
        ("http://example.com 12:30", {}, "http://example.com 12:30"),
        ("owner:", {}, "owner:"),
        ("", {}, ""),
    ],
)
def test_what_a_text_means(text, fields, rest):
    assert asking.read(text, KNOWN) == Asked(fields, rest)


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("ow", "en", "owner:"),
        ("owner:", "en", "owner:me"),
        ("Pumpe due:to", "en", "Pumpe due:today"),
        ("负", "zh", "负责人:"),
        ("负责人:", "zh", "负责人:我"),
        ("退款 地区：欧", "zh", "退款 地区:欧洲"),
        ("stage:t", "en", "stage:taken-in"),
    ],
)
def test_the_last_word_is_completed_in_the_reader_s_language(text, language, first):
    assert asking.completions(text, KNOWN, language)[0] == first


@pytest.mark.parametrize("text", ["", "   ", "Pumpe ", "xyz", "owner:me"])
def test_nothing_is_completed_where_nothing_begins(text):
    assert asking.completions(text, KNOWN, "en") == []


@given(st.text(max_size=60), st.sampled_from(["zh", "en"]))
def test_every_completion_is_understood(text, language):
    for whole in asking.completions(text, KNOWN, language):
        last = whole.rpartition(" ")[2]
        if not last.endswith(":"):
            assert asking.read(last, KNOWN).fields, last


@given(st.text(max_size=200))
def test_any_text_is_read(text):
    asked = asking.read(text, KNOWN)
    assert set(asked.text.split()) <= set(text.split())
