"""Words for the full-text index."""

from __future__ import annotations

import pytest

from portal.core.search import LONGEST, fts5, tsquery, words


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("水泵", "水泵 泵"),
        ("泵", "泵"),
        ("Pumpe P-200", "pumpe p 200"),
        ("P200型水泵", "p200 型水 水泵 泵"),
        ("ＡＢＣ　全角", "abc 全角 角"),
        ("ÄRGER", "ärger"),
        ("..., !", ""),
        ("", ""),
        ("a\0b\u202e", "a b"),
    ],
)
def test_text_is_cut_into_words(text, index):
    assert words(text) == index


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("泵", '"泵" *'),
        ("水泵", '"水泵"'),
        ("交货期", '"交货 货期"'),
        ("Pumpe 水", '"pumpe" AND "水" *'),
        ('" OR "a', '"or" AND "a"'),
        ("NEAR(a b)", '"near" AND "a" AND "b"'),
        ("'; DROP TABLE ticket; --", '"drop" AND "table" AND "ticket" *'),
        ("%_*?", None),
        ("", None),
        ("\0", None),
    ],
)
def test_a_query_is_words_and_nothing_else(query, asked):
    assert fts5(query) == asked


def test_postgresql_is_asked_the_same():
    assert tsquery("泵 水泵 交货期 O'Brien") == "'泵':* & '水泵' & '交货' <-> '货期' & 'o' & 'brien':*"
    assert tsquery("& | ! <->") is None


def test_a_query_is_cut_where_nobody_types_on():
    assert fts5("a" * 10_000) == f'"{"a" * LONGEST}" *'
