"""Paging by key."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from portal.core.paging import SIZE, Page, cut, mark, unmark

TEXTS = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@settings(max_examples=100, deadline=None)
@given(number=some.integers(-(2**63) + 1, 2**63 - 1), text=TEXTS)
def test_a_mark_is_read_back(number, text):
    word = mark((number, text))
    assert unmark(word, (int, str)) == [number, text]
    assert word.isascii() and not set(word) & set("/+=&?# ")


def test_a_page_ends_where_the_next_begins():
    rows = list(range(120))
    first = cut(rows[: SIZE + 1], lambda row: (row,))
    assert list(first.rows) == rows[:50]
    assert unmark(first.after, (int,)) == [49]
    assert cut(rows[100:], lambda row: (row,)) == Page(rows[100:], None)
    assert cut(rows[:50], lambda row: (row,)).after is None
    assert cut([], lambda row: (row,)) == Page([], None)


@pytest.mark.parametrize(
    "word",
    [
        None, "", "x", "....", "中文", "a" * 10_000, "%00", "\0", "[1]", "==", "-_-_",
        encoded("1"), encoded("{}"), encoded("[]"), encoded("null"), encoded("[1, 2]"), encoded('["1"]'), encoded("[1.0]"),
        encoded("[true]"), encoded("[null]"), encoded("[NaN]"), encoded("[1e400]"), encoded("[" * 3_000),
        encoded("[" + "9" * 30 + "]"), encoded("[-" + "9" * 30 + "]"), encoded("[" + "9" * 5_000 + "]"),
        base64.urlsafe_b64encode(b"\xff\xfe[1]").decode(),
    ],
)  # fmt: skip
def test_a_mark_somebody_made_up_is_no_mark(word):
    assert unmark(word, (int,)) is None


@pytest.mark.parametrize("text", ["\0", "a\0b", "\ud800", "a\udfff"])
def test_nor_is_a_text_that_no_database_takes(text):
    assert unmark(encoded(json.dumps([text])), (str,)) is None


def test_the_values_must_be_of_their_kinds():
    word = mark((1, "a"))
    assert unmark(word, (str, int)) is None
    assert unmark(word, (int,)) is None
    assert unmark(word, (int, str)) == [1, "a"]
