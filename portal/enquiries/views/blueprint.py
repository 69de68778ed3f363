"""The blueprint that the pages of enquiries hang on, and what several of them need."""

from __future__ import annotations

from flask import Blueprint

from portal.core.i18n import both
from portal.enquiries.procedure import ENQUIRY

blueprint = Blueprint("enquiries", __name__, url_prefix="/enquiries")


def stage_names() -> dict[str, str]:
    """The stages in the reader's language."""
    return {stage.key: both(stage.zh, stage.en) for stage in ENQUIRY.stages.values()}
