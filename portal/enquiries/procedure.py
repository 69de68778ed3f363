"""The enquiry procedure, loaded once and entered among the desks."""

from __future__ import annotations

from pathlib import Path

from portal.enquiries.rules import GATES
from portal.tickets import engine, procedures

ENQUIRY = procedures.enter(engine.load(Path(__file__).with_name("procedure.toml"), GATES))
