"""The customers of the demo company."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from portal.access.models import Staff
from portal.archive import actions as archive
from portal.archive.cards import CustomerCard
from portal.archive.countries import countries

TABLE = Path(__file__).with_name("customers.toml")


def register_all(*, company: Mapping[str, Staff], by: Staff) -> dict[str, CustomerCard]:
    """Every customer of customers.toml under the key that the stories use, looked after by the clerk of its region."""
    table = tomllib.loads(TABLE.read_text("utf-8"))
    clerks = {person.region: person for name, person in company.items() if name.startswith("agent.")}
    owners = {key: clerks.get(countries()[facts["country"]].region) for key, facts in table.items()}
    return {key: archive.register(**facts, owner=owners[key], by=by) for key, facts in table.items()}
