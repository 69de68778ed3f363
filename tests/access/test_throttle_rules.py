"""The throttle as a table: how long a failed account, address or both have to wait."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.access.rules import Failures, Record, network_of, wait_until

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NONE = Failures(0, None)


def failed(times: int, seconds_ago: int = 0) -> Failures:
    return Failures(times, NOW - timedelta(seconds=seconds_ago))


def record(pair=NONE, address=NONE, account=NONE, known=False) -> Record:
    return Record(pair, address, account, known)


@pytest.mark.parametrize(
    ("remembered", "seconds"),
    [
        (record(), 0),
        (record(pair=failed(4)), 0),
        (record(pair=failed(5)), 15),
        (record(pair=failed(6)), 30),
        (record(pair=failed(7)), 60),
        (record(pair=failed(7, seconds_ago=40)), 20),
        (record(pair=failed(7, seconds_ago=60)), 0),
        (record(pair=failed(11)), 900),
        (record(pair=failed(5_000)), 900),
        (record(address=failed(49)), 0),
        (record(address=failed(50)), 5),
        (record(address=failed(52)), 20),
        (record(account=failed(19)), 0),
        (record(account=failed(20)), 5),
        (record(account=failed(26)), 300),
        (record(pair=failed(5), address=failed(54), account=failed(20)), 80),
    ],
)
def test_the_wait_grows_with_the_failures(remembered, seconds):
    expected = NOW + timedelta(seconds=seconds) if seconds else None
    assert wait_until(remembered, NOW) == expected


@pytest.mark.parametrize(
    ("remembered", "seconds"),
    [
        (record(address=failed(10_000), account=failed(10_000), known=True), 0),
        (record(pair=failed(9), known=True), 0),
        (record(pair=failed(10), known=True), 5),
        (record(pair=failed(60), known=True), 60),
    ],
)
def test_at_a_known_address_only_failures_from_there_count_and_a_minute_is_the_most(remembered, seconds):
    expected = NOW + timedelta(seconds=seconds) if seconds else None
    assert wait_until(remembered, NOW) == expected


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("not an address", "not an address"),
        ("", ""),
    ],
)
def test_a_household_of_addresses_counts_as_one(address, network):
    assert network_of(address) == network
