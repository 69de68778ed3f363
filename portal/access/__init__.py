"""Access: who works here, what they may do, how far they see, and how they come in.

Words      staff (never "user" or "agent"), role (what kind of thing), permission (AREA_VERB), scope (how far a role
           sees), clearance (how secret), sign in / sign out (never "login"), session (one signed-in browser),
           one-time password (must be changed at the next sign-in, and ends), absence (days away, never "leave" or
           "holiday"), deputy (who stands in), second factor (a code of one's phone after the password), recovery code
           (paper instead of the phone), half sign-in (password given, code not yet), demand (a role whose holders must
           have a second factor), attempt (one try to prove who one is), source (who proves an account), directory (the
           company's, LDAP), provider (the company's single sign-on, OpenID Connect).
Rests on   audit (every change is journaled), core.
Decided    2026-11: `guard` holds what knows Flask besides the views; refused: the decorator beside the enum, as then
           every rule and query that names a permission would pull in the web.
           2026-11: a session is a row and the cookie only names it, because a signed cookie alone cannot be revoked.
           2026-11: throttling waits, it never locks; and an address from which an account is known to sign in does not
           suffer from failures elsewhere. Refused: locking an account after n failures, which lets any stranger lock
           out anybody whose user name is on a business card.
           2026-11: what was typed as user name is kept as a hash in the attempts, as people type passwords there.
           2026-11: an administrator sees no content, so the own roles and clearance are another administrator's to change.
           2026-11: employees' names and mail addresses stand in clear in the journal: who holds an account is what the
           auditor must be able to read there. Customers' do not (see archive).
           2026-11: the days of an absence are dates where the person is, and "away" is asked of a moment. Refused: moments
           for first and last, as nobody takes leave by the minute.
           2026-11: a deputy of a deputy stands in; a circle is nobody. Refused: forbidding chains at entry, as the second
           absence comes later and would then be refused to somebody who is ill.
           2026-11: the reason of an absence is not journaled and not shown to the deputy: it may speak of an illness.
           2026-11: who proves a password is one table (`actions.provers`), by the source in the account's row; throttle,
           journal, second factor and session are the same for every source. Accounts are always opened here and linked by
           user name. Refused: accounts that make themselves at the first sign-in, as clearance is no matter of a directory.
           2026-11: the last administrator always has a password of the portal, so a directory that is down locks nobody
           out for good. User names are no secret here: how long an answer takes may tell that a directory was asked.
           2026-11: whom the provider names is looked up by user name and never made; a person it signs in has no password
           anywhere, so the own second factor changes by a code alone.
           2026-11: an attempt that no source could look at is taken back. Refused: counting it, which makes people wait
           longer for a fault that is not theirs; two conversations at once bound what a slow directory can hold up.
           2026-11: a deputy is told by `hooks`, which messages listens to, as notices lie above.
           2026-11: half a sign-in is a row of its own, never a session with a mark: what opens nothing needs no guard
           that remembers to look. A code is claimed by a conditional update of the last used time step.
           2026-11: an administrator takes a lost factor away but never the own one; the operator's `portal access rescue`
           is the way for the last administrator. Refused: mail with a link, as the portal may have no mail.
           2026-11: what permissions open is read from routes and view functions, not written down a second time; areas
           name by `hooks.allows` what a permission allows besides.
           2026-11: `clearance`, `departments`, `roles`, `permissions` and `passwords` are files of their own beside the
           usual ones: each is one noun that other areas name.
"""

from portal.access.guard import init_app, may, requires, signed_in, staff, staff_or_none
from portal.access.permissions import Permission
from portal.access.queries import regions_seen_by
from portal.access.roles import ROLES

__all__ = [
    "ROLES",
    "Permission",
    "init_app",
    "may",
    "regions_seen_by",
    "requires",
    "signed_in",
    "staff",
    "staff_or_none",
]
