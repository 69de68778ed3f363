"""The list of wording, canned answers, notes on countries."""

from __future__ import annotations

import peewee

from portal.core.db import Row, UtcField


class Phrase(Row):
    """Words that do not leave unseen. `folded` is what is compared, once on the list while it is not `retired_at`;
    `language` a key of `choices.LANGUAGES` or "" for any; `added_by` a user name, "system" for what was there at first."""

    words = peewee.TextField()
    folded = peewee.TextField()
    language = peewee.TextField(default="")
    severity = peewee.TextField()
    kind = peewee.TextField()
    reason_zh = peewee.TextField()
    reason_en = peewee.TextField()
    added_at = UtcField()
    added_by = peewee.TextField()
    retired_at = UtcField(null=True)
    retired_by = peewee.TextField(null=True)

    class Meta:
        table_name = "wording_phrase"

    def __str__(self) -> str:
        return f"phrase:{self.id}"


class CannedAnswer(Row):
    """A text of the script handbook in one language, for one scenario (keys of `choices`).

    `series` is the number all its versions share; of these one is in use while it is not `retired_at`. Until
    `reviewed_at` nobody is offered it. `added_by` and the others are user names, "system" for what was there at first.
    """

    series = peewee.IntegerField()
    version = peewee.IntegerField()
    scenario = peewee.TextField()
    language = peewee.TextField()
    title = peewee.TextField()
    text = peewee.TextField()
    added_at = UtcField()
    added_by = peewee.TextField()
    reviewed_at = UtcField(null=True)
    reviewed_by = peewee.TextField(null=True)
    retired_at = UtcField(null=True)
    retired_by = peewee.TextField(null=True)

    class Meta:
        table_name = "canned_answer"

    def __str__(self) -> str:
        return f"canned:{self.series}"


class CountryNote(Row):
    """What whoever writes to somebody of a country should know, on one topic (a key of `choices.TOPICS`).

    `country` is ISO 3166-1 alpha-2. One note of a topic holds while it is not `retired_at`; `written_by` is a user name,
    "system" for what was there at first.
    """

    country = peewee.TextField()
    topic = peewee.TextField()
    text_zh = peewee.TextField()
    text_en = peewee.TextField()
    written_at = UtcField()
    written_by = peewee.TextField()
    retired_at = UtcField(null=True)
    retired_by = peewee.TextField(null=True)

    class Meta:
        table_name = "country_note"

    def __str__(self) -> str:
        return f"country-note:{self.country}/{self.topic}"
