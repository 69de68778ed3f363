"""Reading the journal, and checking it."""

from portal.audit.queries import journal
from portal.audit.queries.checks import check, last_ended, running
from portal.audit.queries.journal import Found, Narrowing, about, count, every, head, page, row, told_after
from portal.audit.queries.verifying import Evidence, Verdict, verify

__all__ = ["Evidence", "Found", "Narrowing", "Verdict", "about", "check", "count", "every", "head", "journal"]
__all__ += ["last_ended", "page", "row", "running", "told_after", "verify"]
