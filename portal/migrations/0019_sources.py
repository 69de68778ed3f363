"""Who proves that somebody is this person: a password of the portal ("local"), or a source outside."""

from peewee import CharField


def up(migrator, db):
    migrator.migrate(migrator.add_column("staff", "source", CharField(max_length=8, default="local")))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("staff", "source"))
