"""What somebody changed in the handbook in a stretch of time."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from portal.knowledge.models import CannedAnswer, CountryNote


class Touched(NamedTuple):
    """Canned answers (number and title) and notes on countries (country and topic) that somebody wrote."""

    answers: list[tuple[int, str]]
    notes: list[tuple[str, str]]


def touched_by(username: str, since: datetime, until: datetime) -> Touched:
    """By the user name of who wrote them, in the order in which they were written."""
    answer, note = CannedAnswer, CountryNote
    answers = answer.select(answer.series, answer.title).where(
        answer.added_by == username, answer.added_at >= since, answer.added_at <= until
    )
    notes = note.select(note.country, note.topic).where(
        note.written_by == username, note.written_at >= since, note.written_at <= until
    )
    return Touched(list(answers.order_by(answer.id).tuples()), list(notes.order_by(note.id).tuples()))
