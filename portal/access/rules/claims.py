"""What an ID token must say before anybody is believed (OpenID Connect Core 1.0, 3.1.3.7)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from portal.access.rules.accounts import account_named, fault_of_username

LEEWAY = timedelta(minutes=1)  # clocks differ
OLDEST_TOKEN = timedelta(minutes=10)
FACTORS = {"mfa", "otp", "hwk", "swk", "sms", "fpt", "face"}  # methods of RFC 8176 that are more than a password


def fault_of_claims(claims: Mapping, *, issuer: str, client_id: str, nonce: str, now: datetime) -> str | None:
    """What is wrong with the claims of a token whose signature is good, for the operator, or None."""
    faults = (
        _fault_of_sender(claims, issuer, client_id),
        _fault_of_times(claims, now.timestamp()),
        None if _is_same(claims.get("nonce"), nonce) else "the nonce is another browser's",
        None if isinstance(claims.get("sub"), str) and claims["sub"] else "it is about nobody",
    )
    return next((fault for fault in faults if fault), None)


def _fault_of_sender(claims: Mapping, issuer: str, client_id: str) -> str | None:
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if claims.get("iss") != issuer:
        return "it is of another issuer"
    if client_id not in audiences:
        return "it is for another audience"
    if claims.get("azp", client_id) != client_id or (len(audiences) > 1 and "azp" not in claims):
        return "it was given to another party"
    return None


def _fault_of_times(claims: Mapping, now: float) -> str | None:
    leeway = LEEWAY.total_seconds()
    times = {name: claims.get(name) for name in ("exp", "iat", "nbf") if name in claims}
    if not all(type(moment) in (int, float) for moment in times.values()) or not {"exp", "iat"} <= set(times):
        return "it lacks its times"
    if times["exp"] + leeway < now:
        return "it has expired"
    if max(times["iat"], times.get("nbf", 0)) - leeway > now:
        return "it is from the future"
    return "it is too old" if times["iat"] + OLDEST_TOKEN.total_seconds() + leeway < now else None


def _is_same(said: object, expected: str) -> bool:
    return isinstance(said, str) and hmac.compare_digest(said.encode("utf-8", "replace"), expected.encode())


def username_in(claims: Mapping, claim: str) -> str | None:
    """The user name a token gives in this claim, or None: nothing, no user name, or an e-mail address nobody verified."""
    said = claims.get(claim)
    if not isinstance(said, str) or (claim == "email" and claims.get("email_verified") is not True):
        return None
    name = account_named(said)
    return name if fault_of_username(name) is None else None


def counts_as_second_factor(claims: Mapping, setting: str) -> bool:
    """Whether the provider's own second factor counts, by the setting: never, told or always."""
    methods = claims.get("amr")
    told = isinstance(methods, list) and any(isinstance(one, str) and one in FACTORS for one in methods)
    return setting == "always" or (setting == "told" and told)
