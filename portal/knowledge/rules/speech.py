"""In which language a text is written: a pure function, sure or silent (CP-15.3).

The script decides where a language has one of its own; where several share one, the words that hardly a sentence does
without and the letters that the others lack (`speech.toml`). What others wrote (lines that begin with ">"), addresses,
numbers and names do not count. A text that is short or might be two languages is nobody's.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

SCRIPTS = {  # the first word of a letter's Unicode name, to the script
    "LATIN": "latin", "CYRILLIC": "cyrillic", "ARABIC": "arabic", "CJK": "han", "HIRAGANA": "kana", "KATAKANA": "kana",
    "HANGUL": "hangul", "THAI": "thai", "GREEK": "greek", "HEBREW": "hebrew", "DEVANAGARI": "devanagari",
    "BENGALI": "bengali",
}  # fmt: skip
ALONE = {"hangul": "ko", "thai": "th", "greek": "el", "hebrew": "he", "devanagari": "hi", "bengali": "bn"}
SHARED = ("latin", "cyrillic", "arabic")
LETTERS_IN_A_WORD = {"han": 1.5, "kana": 2, "hangul": 3, "thai": 4}  # elsewhere OTHERWISE
OTHERWISE = 5
ENOUGH = 4  # words; a shorter text is nobody's
OUTWEIGHS = 0.7  # of the words, so that a script is the text's
KANA = 0.1  # of Han and kana together, from which on it is Japanese
SAID = 0.12  # of the words of a text of a shared script that must speak for a language
AT_LEAST = 2  # and so much in all
CLEARER = 1.6  # times as much as speaks for the other language
LETTER = 0.8  # what a word counts for a language whose letters it has, divided among all that have them

QUOTED = re.compile(r"^\s*[>＞].*$", re.MULTILINE)
NOT_SAID = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|\{[^{}\n]*\}|\S*\d\S*")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def other_than(language: str, text: str) -> str | None:
    """The language (ISO 639-1) that a text is surely written in, if that is not `language`; None where it may be, or
    where a whole paragraph of it is."""
    spoken = _other_than(language, _own(text))
    if spoken is None or any(_certain(part) == language for part in _own(text).split("\n\n")):
        return None
    return spoken


def spoken(text: str) -> str | None:
    """The language that a text is surely written in; None for one that is short, mixed or might be several."""
    return _certain(_own(text))


def _certain(own: str) -> str | None:
    scores = _scores(own)
    first, second = [*scores.most_common(2), ("", 0), ("", 0)][:2]
    return first[0] if first[1] and first[1] >= CLEARER * second[1] else None


def _other_than(language: str, own: str) -> str | None:
    scores = _scores(own)
    [(first, score)] = scores.most_common(1) or [("", 0)]
    return first if first and first != language and score >= CLEARER * scores[language] else None


def _own(text: str) -> str:
    """What of a text counts: without what is quoted, addresses, numbers and variables."""
    return NOT_SAID.sub(" ", QUOTED.sub("", unicodedata.normalize("NFC", text)))


def _scores(own: str) -> Counter[str]:
    """How much speaks for each language; nothing where too little is said."""
    weights = _weights(own)
    whole = sum(weights.values())
    if whole < ENOUGH:
        return Counter()
    script, weight = weights.most_common(1)[0]
    if weight < OUTWEIGHS * whole:
        return Counter()
    if script in SHARED:
        return _enough(_of_words(script, WORD.findall(own)), weight)
    return Counter({_alone(script, own): weight})


def _weights(own: str) -> Counter[str]:
    """How many words, about, stand in each script; Han and kana are one. Latin words that begin with a capital count only
    where nothing else does: in Chinese or Arabic they are names."""
    letters = Counter(_script(letter) for word in WORD.findall(own) for letter in word)
    small = Counter(_script(letter) for word in WORD.findall(own) if not word[0].isupper() for letter in word)
    if letters.keys() - {"latin", ""}:
        letters["latin"] = small["latin"]
    weights = Counter({script: count / LETTERS_IN_A_WORD.get(script, OTHERWISE) for script, count in letters.items() if script})
    weights["han"] += weights.pop("kana", 0)
    return weights


def _alone(script: str, own: str) -> str:
    if script != "han":
        return ALONE[script]
    letters = Counter(map(_script, own))
    return "ja" if letters["kana"] >= KANA * (letters["han"] + letters["kana"]) else "zh"


def _of_words(script: str, words: Iterable[str]) -> Counter[str]:
    known, scores = _table(script), Counter()
    for word in words:
        scores.update(known.get(word.casefold().replace("’", "'"), {}))
        owners = _by_letters(script, word.casefold())
        scores.update(dict.fromkeys(owners, LETTER / max(1, len(owners))))
    return scores


def _enough(scores: Counter[str], words: float) -> Counter[str]:
    least = max(AT_LEAST, SAID * words)
    return scores if max(scores.values(), default=0) >= least else Counter()


@cache
def _table(script: str) -> Mapping[str, Mapping[str, float]]:
    """Word to what it counts for each language that has it."""
    sets = {language: set(row["words"].split()) for language, row in _profiles()[script].items()}
    owners = {word: [language for language, words in sets.items() if word in words] for word in set().union(*sets.values())}
    return {word: dict.fromkeys(languages, 1 / len(languages)) for word, languages in owners.items()}


@lru_cache(maxsize=8192)
def _by_letters(script: str, word: str) -> tuple[str, ...]:
    """The languages that have every letter of a word which not all of the script have; none for a word without one."""
    letters = {language: set(row["letters"]) for language, row in _profiles()[script].items()}
    marked = set(word) & set().union(*letters.values())
    return tuple(language for language, own in letters.items() if marked and marked <= own)


@cache
def _profiles() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@lru_cache(maxsize=8192)
def _script(letter: str) -> str:
    return SCRIPTS.get(unicodedata.name(letter, "").split(" ", 1)[0].split("-", 1)[0], "")
