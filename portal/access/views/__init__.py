"""The pages of access: sign-in, one's own account, staff, absences."""

from portal.access.views import absences, own, people, sign_in  # noqa: F401  (their routes)
from portal.access.views.blueprint import blueprint

__all__ = ["blueprint"]
