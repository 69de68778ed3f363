"""The pages of access: sign-in, one's own account, staff, absences."""

from portal.access.views import absences, demands, factor, own, people, provider, second_step, sign_in, sources  # noqa: F401  (their routes)
from portal.access.views.blueprint import blueprint

__all__ = ["blueprint"]
