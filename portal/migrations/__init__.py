"""Numbered steps from an empty database to today's. A step that has landed is never edited."""

from __future__ import annotations

from pathlib import Path

from playhouse.migrations import Runner

from portal.core import db

FOLDER = Path(__file__).resolve().parent


def runner() -> Runner:
    """The ORM's own runner over this folder and the open database."""
    return Runner(db.database.obj, str(FOLDER))


def migrate() -> list[str]:
    """Apply what is missing; the names applied, in order."""
    return runner().up()


def missing() -> list[str]:
    """The names of the steps this database has not had yet."""
    applied = runner().applied()
    return [step.name for step in runner().migrations() if step.name not in applied]


def unknown() -> list[str]:
    """The names of steps that this database had from a newer portal, in order."""
    here = {step.name for step in runner().migrations()}
    return sorted(runner().applied().keys() - here)
