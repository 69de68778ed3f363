"""`portal audit verify`."""

from __future__ import annotations

import sys

from portal.audit import queries


def verify(_args, _settings) -> int:
    """Check the whole journal; 1 and the row's number when the chain is broken."""
    verdict = queries.verify(lambda rows: print(f"{rows} rows …", file=sys.stderr))
    if verdict.broken is None:
        print(f"The journal is whole: {verdict.rows} rows.")
        return 0
    print(f"The journal is broken at row {verdict.broken}: {verdict.fault}. {verdict.rows} rows before it hold.", file=sys.stderr)
    return 1
