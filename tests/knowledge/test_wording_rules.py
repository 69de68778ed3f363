"""Finding forbidden wording in a text: by hand, and what holds for any text."""

import sys
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.knowledge.rules import wording as rules
from portal.knowledge.rules.wording import BLOCK, WARN, Forbidden

pytestmark = pytest.mark.rule("TM-4.3")


def phrase(words, number=1, severity=BLOCK):
    return Forbidden(number, rules.folded(words), severity, words, "")


def found(text, *words):
    """What stands in the text, as it stands there."""
    hits = rules.found(text, [phrase(each, number) for number, each in enumerate(words, 1)])
    return [text[hit.begin : hit.end] for hit in hits]


@pytest.mark.parametrize(
    ("text", "words", "stands"),
    [
        ("This is risk-free.", "risk-free", "risk-free"),
        ("This is RISK FREE.", "risk-free", "RISK FREE"),
        ("This is risk\u2011free.", "risk-free", "risk\u2011free"),  # a dash that does not break
        ("This is risk -\n free.", "risk-free", "risk -\n free"),
        ("This is ri\u00adsk-fr\u200bee.", "risk-free", "ri\u00adsk-fr\u200bee"),  # soft hyphen, no width
        ("Ｒｉｓｋ－ｆｒｅｅ", "risk-free", "Ｒｉｓｋ－ｆｒｅｅ"),  # full width
        ("GARANTIERTER GEWINN!", "garantierter Gewinn", "GARANTIERTER GEWINN"),
        ("GROSSER SPASS", "großer Spaß", "GROSSER SPASS"),
        ("sin ningu\u0301n riesgo", "sin ningún riesgo", "sin ningu\u0301n riesgo"),  # an accent of its own
        ("本产品保证收益。", "保证收益", "保证收益"),
        ("本产品保 证 收 益。", "保证收益", "保 证 收 益"),
        ("本产品保\n证收益。", "保证收益", "保\n证收益"),
        ("我们100%安全的产品", "100% 安全", "100%安全"),
        ("该产品100% safe。", "100% safe", "100% safe"),
        ("産品risk-free吗", "risk-free", "risk-free"),
    ],
)
def test_found_however_it_is_written(text, words, stands):
    assert found(text, words) == [stands]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The brisk-free wind", "risk-free"),
        ("risk-freedom", "risk-free"),
        ("1100% safe", "100% safe"),
        ("保证金收益", "保证收益"),
        ("risk. Free of charge", "risk-free"),
        ("", "risk-free"),
        ("anything", ""),
    ],
)
def test_not_found_in_other_words(text, words):
    assert found(text, words) == []


def test_of_two_at_one_place_the_one_that_blocks_then_the_longest():
    long, short, grave = phrase("we promise you", 1, WARN), phrase("we promise", 2, WARN), phrase("promise you", 3, BLOCK)
    assert [hit.phrase.number for hit in rules.found("we promise you", [short, long])] == [1]
    assert [hit.phrase.number for hit in rules.found("we promise you", [short, long, grave])] == [3]


def test_each_place_is_found_and_each_phrase_named_once():
    hits = rules.found("保证收益，真的保证收益", [phrase("保证收益")])
    assert [(hit.begin, hit.end) for hit in hits] == [(0, 4), (7, 11)]
    assert [each.words for each in rules.named(hits)] == ["保证收益"]


def test_the_signature_is_of_the_phrases_not_of_the_places():
    first, second = phrase("we promise", 1, WARN), phrase("certain", 2, WARN)
    one = rules.signature(rules.found("we promise", [first, second]))
    assert one and one == rules.signature(rules.found("And: we promise, we promise.", [first, second]))
    assert one != rules.signature(rules.found("we promise, certain", [first, second]))
    assert rules.signature([]) == ""


def test_twice_the_hits_are_twice_the_work():
    """Comparing each hit with each held the server up for seconds over a text that anybody may send."""
    assert calls("保证收益" * 800) < 3 * calls("保证收益" * 400)


def calls(text):
    """How often a function is entered or gone on with while a text is looked through."""
    counted = Counter()
    sys.setprofile(lambda _frame, event, _argument: counted.update([event]))
    try:
        rules.found(text, [phrase("保证收益")])
    finally:
        sys.setprofile(None)
    return counted.total()


ANY = st.text(st.sampled_from("ab -\u2011\u00ad\u200b\u0301保证收益ßＡé\n.%1"), max_size=40)


@given(ANY, st.lists(ANY, max_size=4))
def test_the_pieces_are_the_text(text, words):
    hits = rules.found(text, [phrase(each, number) for number, each in enumerate(words)])
    pieces = list(rules.marked(text, hits))
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)
    assert [said.number for _, said in pieces if said] == [hit.phrase.number for hit in hits]


@given(ANY)
def test_folding_again_changes_nothing(text):
    once = rules.folded(text)
    assert rules.folded(once) == once or unicodedata.normalize("NFKC", once) != once


@given(ANY)
def test_a_text_is_found_in_itself(text):
    plain = rules.folded(text)
    if plain:
        assert rules.found(text, [phrase(text)])
