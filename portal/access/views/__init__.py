"""The pages of access: sign-in, one's own account, staff, absences."""

from portal.access.views import (  # noqa: F401  (their routes)
    absences,
    demands,
    factor,
    own,
    people,
    permissions,
    second_step,
    sign_in,
)
from portal.access.views.blueprint import blueprint

__all__ = ["blueprint"]
