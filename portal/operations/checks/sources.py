"""Where accounts prove who they are: whether what is set beside the portal's own passwords answers."""

from __future__ import annotations

from portal.access import sources as access
from portal.access.sources import Unreachable
from portal.operations.checks import Finding, bad, good
from portal.settings import Nonsense, Settings


def sources(settings: Settings) -> Finding:
    """One sentence for all that is set; those that do not answer come first."""
    try:
        checks = access.read(settings).checks()
    except Nonsense as nonsense:
        return bad(str(nonsense))
    faults = [fault for check in checks.values() if (fault := _fault_of(check))]
    if faults:
        return bad(" ".join(faults) + " Local accounts sign in all the same.")
    if not checks:
        return good("Accounts sign in with passwords of the portal alone.")
    return good(f"Accounts also sign in by {' and '.join(source.names[1] for source in checks)}, which answers.")


def _fault_of(check) -> str:
    try:
        check()
    except Unreachable as unreachable:
        return f"{unreachable.reason} ({unreachable.detail})" if unreachable.detail else str(unreachable.reason)
    return ""
