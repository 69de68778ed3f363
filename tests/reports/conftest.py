"""A Tuesday on which something has been counted."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from portal.core import time
from portal.enquiries import actions as enquiries
from portal.reports import jobs
from portal.tickets import jobs as clock
from tests import make
from tests.make import TUESDAY

MONDAY = TUESDAY - timedelta(days=1)


@pytest.fixture
def counted(cast):
    """Two enquiries of Europe (one answered after a day, one by a colleague within the hour), one of America; all counted."""
    with time.frozen(TUESDAY):
        slow = make.enquiry(by=cast.clerk, at=MONDAY, title="Slow one", channel="social")
        clock.mark_misses(now=TUESDAY)
        enquiries.make(slow, "answer", {"text": "At last."}, by=cast.clerk, at=TUESDAY)
        quick = make.enquiry(by=cast.colleague, at=MONDAY, title="Quick one")
        enquiries.make(quick, "answer", {"text": "At once."}, by=cast.colleague, at=MONDAY + timedelta(minutes=30))
        far = make.enquiry(by=cast.stranger, at=MONDAY, title="Far one", customer=make.customer("Acme Inc.", country="US"))
        jobs.keep(now=TUESDAY)
        yield SimpleNamespace(slow=slow, quick=quick, far=far)
