"""The daily anchor as a job: what cannot be written is told to the administrators."""

from __future__ import annotations

import pytest

from portal.audit import anchor_files
from portal.journal import jobs
from portal.messages.models import Notice
from portal.operations.checks import BAD, GOOD, NOTE
from portal.operations.checks import journal as check
from tests import make
from tests.core import apart
from tests.make import TUESDAY


@pytest.fixture
def home(app, tmp_path):
    settings = apart.home_at(tmp_path / "home")
    with apart.pointed_at(settings):
        make.ground()
        yield settings


def test_once_a_day(home):
    assert [jobs.anchor(now=TUESDAY) for _ in range(2)] == [1, 0]


def test_what_cannot_be_written_is_told_once_a_day_and_stops_the_job(home, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(anchor_files, "_append", full)
    for _ in range(2):
        with pytest.raises(OSError, match="No space left"):
            jobs.anchor(now=TUESDAY)
    told = [notice.staff.username for notice in Notice.select().where(Notice.occasion == "anchor:2026-11-24")]
    assert told == ["admin"]
    monkeypatch.undo()
    assert jobs.anchor(now=TUESDAY) == 1


def test_the_doctor_says_how_the_anchors_are(home):
    assert check.anchors_at(home, TUESDAY).mark == NOTE
    jobs.anchor(now=TUESDAY)
    assert check.anchors_at(home, TUESDAY).mark == GOOD
    mark, text = check.anchors_at(home, TUESDAY.replace(day=28))
    assert mark == BAD
    assert "2026-11-24" in text
