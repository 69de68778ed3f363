"""A calendar may be that of a country, whose customers' clocks then count on it."""

from peewee import TextField

from portal.core import db as database

COUNTRIES = {"hq": "CN", "us": "US", "sea": "SG", "me": "SA", "jk": "JP"}


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("calendar", "country", TextField(null=True)),
        migrator.add_index("calendar", ("country",), unique=True),
    )
    for code, country in COUNTRIES.items():
        database.run("UPDATE calendar SET country = ? WHERE code = ?", country, code)


def down(migrator, db):
    migrator.migrate(
        migrator.drop_index("calendar", "calendar_country"),
        migrator.drop_column("calendar", "country"),
    )
