"""How the journal's rows about wording are told."""

from __future__ import annotations

from collections.abc import Collection

from portal.archive.countries import countries
from portal.archive.languages import LANGUAGES
from portal.audit.words import Field, Kind, Verb, Words, enter
from portal.core.i18n import both
from portal.knowledge.choices import SCENARIOS, SEVERITIES, TOPICS
from portal.knowledge.models import CannedAnswer, Phrase


def _phrases(found: Collection[str]) -> dict[str, str]:
    rows = Phrase.select().where(Phrase.id.in_([int(number) for number in found]))
    return {str(row.id): both("“{}”", "“{}”").format(row.words) for row in rows}


def _titles(found: Collection[str]) -> dict[str, str]:
    """The newest title of each series."""
    rows = CannedAnswer.select().where(CannedAnswer.series.in_([int(number) for number in found])).order_by(CannedAnswer.version)
    return {str(row.series): both("“{}”", "“{}”").format(row.title) for row in rows}


def _places(found: Collection[str]) -> dict[str, str]:
    return {word: _place(*word.split("/", 1)) for word in found}


def _place(code: str, topic: str = "") -> str:
    names = countries()[code].names
    return both(f"{names.zh}·{TOPICS[topic][0]}", f"{names.en}, {TOPICS[topic][1]}")


def _severity(key: str) -> str:
    return both(*SEVERITIES[key])


WORDS = enter(
    Words(
        topics={
            "wording": ("用语", "Wording"),
            "canned": ("标准话术", "Canned answers"),
            "country-note": ("国家/地区提示", "Notes on countries"),
        },
        kinds={
            "canned": Kind("标准话术", "canned answer", pattern=r"canned:(\d+)", names=_titles),
            "country-note": Kind("提示", "note", pattern=r"country-note:(.+)", names=_places),
            "phrase": Kind("用语", "phrase", pattern=r"phrase:(\d+)", names=_phrases)},
        verbs={
            "wording.added": Verb("把{subject}列入用语清单", "put {subject} on the wording list"),
            "wording.retired": Verb("把{subject}移出用语清单", "took {subject} off the wording list"),
            "canned.added": Verb("新增了标准话术{subject}", "added the canned answer {subject}"),
            "canned.replaced": Verb("为标准话术{subject}写了新版本", "wrote a new version of the canned answer {subject}"),
            "canned.reviewed": Verb("审核了标准话术{subject}", "reviewed the canned answer {subject}"),
            "canned.retired": Verb("停用了标准话术{subject}", "took the canned answer {subject} out of use"),
            "country-note.written": Verb("写了国家/地区提示：{subject}", "wrote the note on {subject}"),
            "country-note.retired": Verb("撤下了国家/地区提示：{subject}", "took the note on {subject} away"),
        },
        fields={
            "wording.words": Field("词语", "words"),
            "wording.severity": Field("处理方式", "severity", _severity),
            "canned.title": Field("名称", "name"),
            "canned.scenario": Field("场景", "scenario", lambda key: both(*SCENARIOS[key])),
            "canned.language": Field("语言", "language", lambda key: both(*LANGUAGES[key])),
            "canned.text": Field("正文", "text"),
            "country-note.text_zh": Field("中文", "Chinese"),
            "country-note.text_en": Field("英文", "English"),
        },
    )
)
