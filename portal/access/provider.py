"""An OpenID Connect provider: a browser is sent there and comes back with a code, which the portal trades for an ID token.

The authorization code flow with PKCE (RFC 7636). State, nonce and verifier are bound to the browser by its cookie; where
the provider sends people back is a setting, never taken from a request. Tokens are looked at once and neither kept nor
logged. What the provider says of itself and its keys are kept for an hour; a key that is not known is asked for anew, at
most once a minute.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote, urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from portal.access import rules
from portal.access.sources import Fault, Provider, Unreachable
from portal.core.time import now
from portal.demands import is_web

WAITING = 4  # seconds, for each step of an answer
LARGEST = 1_000_000  # bytes of one
KNOWN_FOR, ASKED_AGAIN_AFTER = 3600, 60  # seconds
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")  # none without a key pair
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class NotProved(Exception):
    """What came back proves nothing; the text says why, for the operator."""


class Departure(NamedTuple):
    """What the browser keeps in its cookie until it is back."""

    state: str
    nonce: str
    verifier: str


class Identity(NamedTuple):
    """Whom the provider named, as a user name, and whether its own second factor counts here."""

    username: str
    with_factor: bool


class _Told(NamedTuple):
    """An answer of the provider and when it came, in seconds of the monotonic clock."""

    answer: Mapping
    at: float


_told: dict[tuple[Provider, str], _Told] = {}


def depart(provider: Provider) -> tuple[str, Departure]:
    """The address to send a browser to, and what it keeps until it is back. Raises Unreachable."""
    kept = Departure(*(secrets.token_urlsafe(32) for _ in Departure._fields))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(kept.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": provider.redirect,
        "scope": "openid profile email",
        "state": kept.state,
        "nonce": kept.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    there = _about(provider)["authorization_endpoint"]
    return there + ("&" if "?" in there else "?") + urlencode(asked), kept


def identify(provider: Provider, kept: Departure, code: str) -> Identity:
    """Whom the code stands for. Raises NotProved and Unreachable."""
    claims = _claims(provider, _id_token(provider, kept, code))
    fault = rules.fault_of_claims(
        claims, issuer=provider.issuer, client_id=provider.client_id, nonce=kept.nonce, now=now()
    )
    username = rules.username_in(claims, provider.claim)
    if fault or username is None:
        raise NotProved(fault or f"the claim {provider.claim} is no user name")
    return Identity(username, rules.counts_as_second_factor(claims, provider.second_factor))


def check(provider: Provider) -> None:
    """Ask what the provider says of itself, and for its keys, anew. Raises Unreachable."""
    for what in ("about", "keys"):
        _told.pop((provider, what), None)
    _keys(provider)


def _about(provider: Provider) -> Mapping:
    """What the provider says of itself; its issuer must be the one that is set."""
    if known := _known(provider, "about", KNOWN_FOR):
        return known
    about = _asked(provider, provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    fit = all(isinstance(about.get(name), str) for name in NEEDED) and about["issuer"] == provider.issuer
    if not fit or not all(is_web(about[name]) for name in NEEDED):
        raise Unreachable(Fault.PROVIDER_STRANGE, "what it says of itself is not what OpenID Connect Discovery asks for")
    return _remember(provider, "about", about)


def _keys(provider: Provider, *, younger_than: float = KNOWN_FOR) -> KeySet:
    answer = _known(provider, "keys", younger_than)
    if answer is None:
        answer = _remember(provider, "keys", _asked(provider, _about(provider)["jwks_uri"]))
    try:
        return KeySet.import_key_set({"keys": [key for key in answer["keys"] if key.get("use", "sig") == "sig"]})
    except (JoseError, KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise Unreachable(Fault.PROVIDER_STRANGE, f"its keys cannot be read: {type(wrong).__name__}") from wrong


def _known(provider: Provider, what: str, younger_than: float) -> Mapping | None:
    told = _told.get((provider, what))
    return told.answer if told and time.monotonic() - told.at < younger_than else None


def _remember(provider: Provider, what: str, answer: Mapping) -> Mapping:
    _told[provider, what] = _Told(answer, time.monotonic())
    return answer


def _id_token(provider: Provider, kept: Departure, code: str) -> str:
    """The ID token for a code, which works once."""
    given = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": provider.redirect,
        "code_verifier": kept.verifier,
        "client_id": provider.client_id,
    }
    about = _about(provider)
    methods = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    headers = {}
    if provider.client_secret and "client_secret_basic" in methods:
        headers["Authorization"] = _basic(provider)
    elif provider.client_secret:
        given["client_secret"] = provider.client_secret
    token = _asked(provider, about["token_endpoint"], given=given, headers=headers).get("id_token")
    if not isinstance(token, str):
        raise NotProved("the provider gave no ID token")
    return token


def _basic(provider: Provider) -> str:
    """Name and secret of the client, each encoded as a form would (RFC 6749, 2.3.1)."""
    pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def _claims(provider: Provider, token: str) -> Mapping:
    """What a token says whose signature is the provider's; where its key is not known the keys are asked for anew."""
    try:
        return _opened(token, _keys(provider))
    except NotProved:
        return _opened(token, _keys(provider, younger_than=ASKED_AGAIN_AFTER))


def _opened(token: str, keys: KeySet) -> Mapping:
    try:
        return jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims
    except (JoseError, ValueError, TypeError, KeyError) as wrong:
        raise NotProved(f"the token is not signed as it must be ({type(wrong).__name__})") from wrong


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """An answer that leads elsewhere is no answer: the code and the secret are for the address that was set."""

    def redirect_request(self, *_given) -> None:
        return None


def _asked(provider: Provider, url: str, *, given: Mapping | None = None, headers: Mapping | None = None) -> Mapping:
    """The JSON object at an address. Raises Unreachable, and NotProved when the provider refuses what was `given`."""
    body = urlencode(given).encode() if given else None
    request = urllib.request.Request(url, body, {"Accept": "application/json", **(headers or {})})  # noqa: S310 (is_web)
    context = ssl.create_default_context(cafile=provider.ca_file or None)
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), _NoRedirects)
    try:
        with opener.open(request, timeout=WAITING) as response:
            answer = json.loads(response.read(LARGEST))
    except urllib.error.HTTPError as refused:
        with refused:
            if given and refused.code in (400, 401, 403):
                raise NotProved(f"the provider refuses the code ({refused.code})") from refused
        raise Unreachable(Fault.PROVIDER_STRANGE, f"{refused.code} from {url}") from refused
    except ValueError as wrong:  # no JSON
        raise Unreachable(Fault.PROVIDER_STRANGE, f"no JSON from {url}") from wrong
    except (OSError, urllib.error.URLError, EOFError) as wrong:
        raise Unreachable(Fault.PROVIDER_SILENT, str(getattr(wrong, "reason", wrong))) from wrong
    if not isinstance(answer, dict):
        raise Unreachable(Fault.PROVIDER_STRANGE, f"no object from {url}")
    return answer
