"""Finds rules by id, by Chinese and by English words. Pure: rules and words in, rules out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from portal.policy.regulation import Rule

SEPARATORS = re.compile(r"[\s,;，；、。]+")


class Word(NamedTuple):
    """A word somebody looks for: as the beginning of an id, and as a pattern in the text."""

    identity: str
    pattern: re.Pattern

    def is_in(self, rule: Rule) -> bool:
        identity, text = _haystack(rule)
        return _begins(identity, self.identity) or self.pattern.search(text) is not None


def found(rules: Iterable[Rule], query: str = "", how: str = "") -> list[Rule]:
    """The rules that match every word of `query` and are treated as `how`; both may be empty. The order is kept.

    A word is the beginning of an id (hyphen and capitals make no difference), any part of a Chinese text, or the
    beginning of an English word.
    """
    wanted = _folded(query)
    whole, words = _bare(wanted), [_word(each) for each in SEPARATORS.split(wanted) if each]
    return [
        rule
        for rule in rules
        if (not how or how in rule.how)
        and (_begins(_haystack(rule)[0], whole) or all(word.is_in(rule) for word in words))
    ]


def _word(word: str) -> Word:
    """A Latin word matches where a word begins ("port" is not in "report"); Chinese has no such marks."""
    begins = r"(?<![a-z0-9])" if word[0].isascii() and word[0].isalnum() else ""
    return Word(_bare(word), re.compile(begins + re.escape(word)))


def _begins(identity: str, bare: str) -> bool:
    return bool(bare) and identity.startswith(bare)


@lru_cache(maxsize=1024)
def _haystack(rule: Rule) -> tuple[str, str]:
    return _bare(_folded(rule.id)), _folded(" ".join((*rule.title, *rule.text)))


def _folded(text: str) -> str:
    """Full-width forms and capitals make no difference."""
    return unicodedata.normalize("NFKC", text).casefold()


def _bare(text: str) -> str:
    return re.sub(r"[\s-]+", "", text)
