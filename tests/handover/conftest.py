"""Two shifts of Europe, the early one handing over to the late one; and keys that are found once."""

from datetime import datetime

import pytest

from tests import make
from tests.signing.conftest import few_keys  # noqa: F401  (autouse)

BEFORE = datetime.fromisoformat("2026-11-26T13:30+01:00")  # a Thursday, half an hour before the shifts change
CHANGE = datetime.fromisoformat("2026-11-26T14:00+01:00")


@pytest.fixture
def shifts(cast):
    """The early shift of the clerk, the late one of the colleague."""
    return make.shift(people=[cast.clerk]), make.shift(starts="14:00", ends="18:00", people=[cast.colleague], name="晚班")
