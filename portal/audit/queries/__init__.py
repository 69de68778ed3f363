"""Reading the journal, and checking it."""

from portal.audit.queries.checks import check, last_ended, running
from portal.audit.queries.journal import about, head
from portal.audit.queries.verifying import Evidence, Verdict, verify

__all__ = ["Evidence", "Verdict", "about", "check", "head", "last_ended", "running", "verify"]
