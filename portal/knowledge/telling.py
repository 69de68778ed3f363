"""How the journal's rows about wording are told."""

from __future__ import annotations

from collections.abc import Collection

from portal.audit.words import Field, Kind, Verb, Words, enter
from portal.core.i18n import both
from portal.knowledge.choices import SEVERITIES
from portal.knowledge.models import Phrase


def _phrases(found: Collection[str]) -> dict[str, str]:
    rows = Phrase.select().where(Phrase.id.in_([int(number) for number in found]))
    return {str(row.id): both("“{}”", "“{}”").format(row.words) for row in rows}


def _severity(key: str) -> str:
    return both(*SEVERITIES[key])


WORDS = enter(
    Words(
        topics={"wording": ("用语", "Wording")},
        kinds={"phrase": Kind("用语", "phrase", pattern=r"phrase:(\d+)", names=_phrases)},
        verbs={
            "wording.added": Verb("把{subject}列入用语清单", "put {subject} on the wording list"),
            "wording.retired": Verb("把{subject}移出用语清单", "took {subject} off the wording list"),
        },
        fields={
            "wording.words": Field("词语", "words"),
            "wording.severity": Field("处理方式", "severity", _severity),
        },
    )
)
