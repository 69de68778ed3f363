"""What decides in this area, by noun: values in, answer or reason out; no database, no Flask, no clock."""

from portal.access.rules.accounts import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    account_named,
    browser_of,
    fault_of_password,
    fault_of_username,
    is_mail_address,
    is_zone,
)
from portal.access.rules.addresses import is_local_address, page_of
from portal.access.rules.refusals import (
    refusal_of_username,
    refusal_to_change,
    refusal_to_change_own_rights,
    refusal_to_deactivate,
    refusal_to_give_up_administration,
    refusal_to_reinstate,
)
from portal.access.rules.throttle import (
    ACCOUNT,
    ADDRESS,
    KNOWN_FOR,
    KNOWN_PAIR,
    PAIR,
    Failures,
    Limit,
    Record,
    network_of,
    wait_until,
)

__all__ = [
    "ACCOUNT",
    "ADDRESS",
    "KNOWN_FOR",
    "KNOWN_PAIR",
    "LONGEST_PASSWORD",
    "PAIR",
    "SHORTEST_PASSWORD",
    "Failures",
    "Limit",
    "Record",
    "account_named",
    "browser_of",
    "fault_of_password",
    "fault_of_username",
    "is_local_address",
    "is_mail_address",
    "is_zone",
    "network_of",
    "page_of",
    "refusal_of_username",
    "refusal_to_change",
    "refusal_to_change_own_rights",
    "refusal_to_deactivate",
    "refusal_to_give_up_administration",
    "refusal_to_reinstate",
    "wait_until",
]
