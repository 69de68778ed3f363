"""Where accounts prove who they are: whether what is set beside the portal's own passwords answers."""

from __future__ import annotations

from portal.access import sources as access
from portal.access.sources import Unreachable
from portal.core.i18n import _, both
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
        return bad(_("%(faults)s Local accounts sign in all the same.", faults=" ".join(faults)))
    if not checks:
        return good(_("Accounts sign in with passwords of the portal alone."))
    names = both("、", ", ").join(both(*source.names) for source in checks)
    return good(_("Accounts also sign in by %(names)s, and that answers.", names=names))


def _fault_of(check) -> str:
    try:
        check()
    except Unreachable as unreachable:
        return f"{unreachable.reason} ({unreachable.detail})" if unreachable.detail else str(unreachable.reason)
    return ""
