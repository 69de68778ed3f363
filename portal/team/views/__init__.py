"""The pages of the team."""

from portal.team.views import departures, shifts  # noqa: F401  (hang their pages on the blueprint)
from portal.team.views.blueprint import blueprint

__all__ = ["blueprint"]
