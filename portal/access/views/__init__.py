"""The pages of access: sign-in, one's own account, staff."""

from portal.access.views import demands, factor, own, people, permissions, second_step, sign_in  # noqa: F401  (their routes)
from portal.access.views.blueprint import blueprint

__all__ = ["blueprint"]
