"""Canned answers (TM-4.3) and notes on countries (CR-4.2), with what every department begins with."""

import tomllib
from pathlib import Path
from time import time

from peewee import AutoField, BigIntegerField, CharField, Check, IntegerField, Model, TextField

BEGINNINGS = Path(__file__).parent / "beginnings"


def tables(db):
    class CannedAnswer(Model):
        id = AutoField()
        series = IntegerField()
        version = IntegerField()
        scenario = CharField(max_length=16)
        language = CharField(max_length=8)
        title = TextField()
        text = TextField()
        added_at = BigIntegerField()
        added_by = CharField(max_length=32)
        reviewed_at = BigIntegerField(null=True)
        reviewed_by = CharField(max_length=32, null=True)
        retired_at = BigIntegerField(null=True)
        retired_by = CharField(max_length=32, null=True)

        class Meta:
            database = db
            table_name = "canned_answer"
            indexes = ((("series", "version"), True), (("language", "scenario"), False))
            constraints = [
                Check("(retired_at IS NULL) = (retired_by IS NULL)"),
                Check("(reviewed_at IS NULL) = (reviewed_by IS NULL)"),
            ]

    class CountryNote(Model):
        id = AutoField()
        country = CharField(max_length=2)
        topic = CharField(max_length=16)
        text_zh = TextField()
        text_en = TextField()
        written_at = BigIntegerField()
        written_by = CharField(max_length=32)
        retired_at = BigIntegerField(null=True)
        retired_by = CharField(max_length=32, null=True)

        class Meta:
            database = db
            table_name = "country_note"
            constraints = [Check("(retired_at IS NULL) = (retired_by IS NULL)")]

    return CannedAnswer, CountryNote


def up(migrator, db):
    answer, note = tables(db)
    db.create_tables([answer, note])
    db.execute_sql("CREATE UNIQUE INDEX canned_answer_in_use ON canned_answer (series) WHERE retired_at IS NULL")
    db.execute_sql("CREATE UNIQUE INDEX country_note_once ON country_note (country, topic) WHERE retired_at IS NULL")
    now = round(time() * 1000)
    by = {"added_at": now, "added_by": "system", "reviewed_at": now, "reviewed_by": "system"}
    for series, row in enumerate(_beginning("canned-answers")["answer"], start=1):
        answer.create(series=series, version=1, **row | {"text": row["text"].strip()}, **by)
    for country, topics in _beginning("country-notes").items():
        for topic, (zh, en) in topics.items():
            note.create(
                country=country, topic=topic, text_zh=zh, text_en=en, written_at=now, written_by="system"
            )  # fmt: skip


def _beginning(name):
    return tomllib.loads((BEGINNINGS / f"{name}.toml").read_text("utf-8"))


def down(migrator, db):
    db.drop_tables(tables(db))
