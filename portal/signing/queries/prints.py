"""Runs that print many forms, and the forms of a list."""

from __future__ import annotations

from portal.access.models import Staff
from portal.core.errors import Missing
from portal.signing.models import Document, PrintRun
from portal.signing.queries import documents


def of(person: Staff, number: int) -> PrintRun:
    """One's own run. Raises Missing, also for that of somebody else."""
    found = PrintRun.get_or_none((PrintRun.id == number) & (PrintRun.staff == person))
    if found is None:
        raise Missing
    return found


def latest(person: Staff, most: int = 3) -> list[PrintRun]:
    """One's own last runs, the newest first."""
    return list(PrintRun.select().where(PrintRun.staff == person).order_by(PrintRun.id.desc()).limit(most))


def running() -> PrintRun | None:
    """The run that is worked on: the oldest."""
    return PrintRun.select().where(PrintRun.state == PrintRun.RUNNING).order_by(PrintRun.id).first()


def listed(person: Staff, *, kind: str, state: str, most: int) -> list[Document]:
    """The forms of a list as `documents.listed` has them, the oldest of the newest first, as they are laid on a pile."""
    found = documents.narrowed(person, kind=kind, state=state).order_by(Document.id.desc()).limit(most)
    return list(reversed(list(found)))
