"""Every change of this area, by noun: regions, staff, absences, passwords, sessions, attempts, second factors, sign-in."""

from portal.access.actions.absences import UnfitDays, UnfitDeputy, change_absence, end_absence, enter_absence
from portal.access.actions.attempts import TooEarly, Visitor, forget_attempts
from portal.access.actions.demands import demand_factor
from portal.access.actions.factors import (
    confirm,
    forget_unconfirmed,
    remove_for,
    remove_own,
    renew_recovery_codes,
    set_up,
)
from portal.access.actions.passwords import change_password, reset_password
from portal.access.actions.proof import prove
from portal.access.actions.regions import open_region
from portal.access.actions.second_step import Half, Over, WrongCode, finish, forget_halves
from portal.access.actions.sessions import (
    forget_sessions,
    raise_alarm,
    revoke,
    revoke_all,
    sign_out,
    start_session,
    touch,
)
from portal.access.actions.sign_in import Expired, WrongPassword, let_in, sign_in
from portal.access.actions.staff import change, choose_interface, deactivate, hire, reinstate

__all__ = [
    "Expired",
    "Half",
    "Over",
    "TooEarly",
    "UnfitDays",
    "UnfitDeputy",
    "Visitor",
    "WrongCode",
    "WrongPassword",
    "change",
    "change_absence",
    "change_password",
    "choose_interface",
    "confirm",
    "deactivate",
    "demand_factor",
    "end_absence",
    "enter_absence",
    "finish",
    "forget_attempts",
    "forget_halves",
    "forget_sessions",
    "forget_unconfirmed",
    "hire",
    "let_in",
    "open_region",
    "prove",
    "raise_alarm",
    "reinstate",
    "remove_for",
    "remove_own",
    "renew_recovery_codes",
    "reset_password",
    "revoke",
    "revoke_all",
    "set_up",
    "sign_in",
    "sign_out",
    "start_session",
    "touch",
]
