"""Who proves that somebody is this person: a password of the portal ("local"), or a source outside, whose own second factor
may count."""

from peewee import BooleanField, CharField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("staff", "source", CharField(max_length=8, default="local")),
        migrator.add_column("session", "factor_elsewhere", BooleanField(default=False)),
    )


def down(migrator, db):
    migrator.migrate(migrator.drop_column("staff", "source"), migrator.drop_column("session", "factor_elsewhere"))
