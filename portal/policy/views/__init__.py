"""Pages of the regulations: the rules to read, and the versions that change their figures."""

from portal.policy.views import rules, versions
from portal.policy.views.blueprint import blueprint

__all__ = ["blueprint", "rules", "versions"]
