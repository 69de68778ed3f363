"""The pages of handovers and duty."""

from portal.handover.views import answering, duty, handover, index  # noqa: F401  (hang their pages on the blueprint)
from portal.handover.views.blueprint import blueprint

__all__ = ["blueprint"]
