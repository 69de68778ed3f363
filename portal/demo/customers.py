"""The customers of the demo company."""

from __future__ import annotations

import tomllib
from pathlib import Path

from portal.access.models import Staff
from portal.archive import actions as archive
from portal.archive.cards import CustomerCard

TABLE = Path(__file__).with_name("customers.toml")


def register_all(*, by: Staff) -> dict[str, CustomerCard]:
    """Every customer of customers.toml under the key that the stories use."""
    table = tomllib.loads(TABLE.read_text("utf-8"))
    return {key: archive.register(**facts, by=by) for key, facts in table.items()}
