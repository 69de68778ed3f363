"""The pages of the reports."""

from portal.reports.views import behind, export, index  # noqa: F401  (they enter their addresses)
from portal.reports.views.blueprint import blueprint

__all__ = ["blueprint"]
