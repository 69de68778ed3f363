"""The enquiry procedure, loaded once."""

from __future__ import annotations

from pathlib import Path

from portal.enquiries.rules import GATES
from portal.tickets import engine

ENQUIRY = engine.load(Path(__file__).with_name("procedure.toml"), GATES)
