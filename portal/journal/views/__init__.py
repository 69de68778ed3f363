"""The pages of the journal: its rows, its export, its verification and anchors."""

from portal.journal.views import checks, rows  # noqa: F401  (their routes)
from portal.journal.views.blueprint import blueprint

__all__ = ["blueprint"]
