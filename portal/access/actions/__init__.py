"""Every change of this area, by noun: regions, staff, absences, passwords, sessions, sign-in."""

from portal.access.actions.absences import UnfitDays, UnfitDeputy, change_absence, end_absence, enter_absence
from portal.access.actions.passwords import change_password, reset_password
from portal.access.actions.regions import open_region
from portal.access.actions.sessions import forget_sessions, revoke, revoke_all, sign_out, start_session, touch
from portal.access.actions.sign_in import TooEarly, WrongPassword, forget_attempts, sign_in
from portal.access.actions.staff import change, choose_interface, deactivate, hire, reinstate

__all__ = [
    "TooEarly",
    "UnfitDays",
    "UnfitDeputy",
    "WrongPassword",
    "change",
    "change_absence",
    "change_password",
    "choose_interface",
    "deactivate",
    "end_absence",
    "enter_absence",
    "forget_attempts",
    "forget_sessions",
    "hire",
    "open_region",
    "reinstate",
    "reset_password",
    "revoke",
    "revoke_all",
    "sign_in",
    "sign_out",
    "start_session",
    "touch",
]
