"""The world for tests of the whole product."""

from __future__ import annotations

import pytest

from tests.whole import world as worlds


@pytest.fixture
def world(app, cast):
    return worlds.build(app, cast)
