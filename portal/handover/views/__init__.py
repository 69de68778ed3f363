"""The pages of handovers and duty."""

from portal.handover.views import (
    answering,  # noqa: F401  (hang their pages on the blueprint)
    duty,  # noqa: F401
    handover,  # noqa: F401
    index,  # noqa: F401
    violations,  # noqa: F401
)
from portal.handover.views.blueprint import blueprint

__all__ = ["blueprint"]
