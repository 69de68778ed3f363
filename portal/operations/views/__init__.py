"""The operations page: what is wrong, jobs, backups, health, and the way to the other places of administration."""

from portal.operations.views import admin, errands  # noqa: F401  (they enter their routes)
from portal.operations.views.blueprint import blueprint
from portal.operations.views.metrics import blueprint as metrics

__all__ = ["blueprint", "metrics"]
