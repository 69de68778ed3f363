"""The only clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from portal.core import time

NOON = datetime(2026, 11, 24, 12, 0, 0, 123_456, tzinfo=UTC)


def test_now_is_aware_in_utc_and_whole_milliseconds():
    moment = time.now()
    assert moment.utcoffset() == timedelta(0)
    assert moment.microsecond % 1000 == 0
    assert abs(datetime.now(UTC) - moment) < timedelta(seconds=5)


def test_the_clock_can_be_stopped_and_runs_on_after():
    with time.frozen(NOON):
        assert time.now() == datetime(2026, 11, 24, 12, 0, 0, 123_000, tzinfo=UTC)
        with time.frozen(NOON + timedelta(days=1)):
            assert time.now().day == 25
        assert time.now().day == 24
    assert time.now() != NOON


def test_an_error_does_not_leave_it_standing():
    with pytest.raises(ZeroDivisionError), time.frozen(NOON):
        raise ZeroDivisionError
    assert abs(datetime.now(UTC) - time.now()) < timedelta(seconds=5)


def test_a_moment_of_another_zone_is_the_same_moment():
    with time.frozen(datetime(2026, 11, 24, 20, 0, tzinfo=timezone(timedelta(hours=8)))):
        assert time.now().isoformat() == "2026-11-24T12:00:00+00:00"


def test_a_moment_without_a_zone_is_refused():
    naive = datetime(2026, 11, 24)  # noqa: DTZ001  (that is the point)
    with pytest.raises(ValueError, match="aware"), time.frozen(naive):
        pass
    with pytest.raises(ValueError, match="no zone"):
        time.to_ms(naive)


@pytest.mark.parametrize("ms", [-62_135_596_800_000, -1, 0, 1, 1_795_510_800_000, 253_402_300_799_999])
def test_milliseconds_are_a_moment_and_back(ms):
    assert time.to_ms(time.from_ms(ms)) == ms
