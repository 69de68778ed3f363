"""A real OpenID Connect provider for tests: a process of its own on a free port of this machine, which signs with its own
keys, gives each code once, and asks for PKCE and the client's secret. It says untrue things where a test orders it to.

As a program (`python -m tests.provider PORT`) it serves; `server()` starts it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.slapd import free_port

CLIENT, SECRET = "portal", "a secret of the client"
ORDERS = {"claims": {}, "without": [], "signing": "own", "error": "", "about": {}, "status": 200}


class Provider:
    """What the process knows: its keys, the codes that are out, and what a test ordered."""

    def __init__(self, issuer: str):
        self.issuer, self.codes, self.orders, self.asked = issuer, {}, dict(ORDERS), []
        self.stranger = RSAKey.generate_key(2048, {"kid": "one"})
        self.renew("one")

    def renew(self, kid: str) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})

    def about(self) -> dict:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        told = {name: f"{self.issuer}/{path}" for name, path in places.items()}
        return told | {"issuer": self.issuer} | self.orders["about"]

    def authorize(self, asked: dict) -> str:
        """Where to send the browser: back with a code or an error, as if somebody had signed in."""
        back = {"state": asked["state"]}
        if self.orders["error"]:
            back["error"] = self.orders["error"]
        else:
            back["code"] = secrets.token_urlsafe(16)
            self.codes[back["code"]] = asked
        return asked["redirect_uri"] + "?" + urlencode(back)

    def token(self, given: dict, authorization: str) -> dict | None:
        """The answer to a code; None refuses it."""
        asked = self.codes.pop(given.get("code"), None)
        challenge = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        pair = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '%20')}".encode()).decode()
        fit = asked is not None and authorization == f"Basic {pair}"
        fit = fit and asked["code_challenge"] == base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
        fit = fit and asked["code_challenge_method"] == "S256" and asked["redirect_uri"] == given["redirect_uri"]
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.signed(asked)} if fit else None

    def signed(self, asked: dict) -> str:
        at = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": "1", "iat": at, "exp": at + 300, "nonce": asked["nonce"]}
        claims = {name: value for name, value in (claims | self.orders["claims"]).items() if name not in self.orders["without"]}
        return SIGNING[self.orders["signing"]](self, claims)


def _unsigned(_provider: Provider, claims: dict) -> str:
    parts = (json.dumps(part).encode() for part in ({"alg": "none", "typ": "JWT"}, claims))
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def _by_hmac(_provider: Provider, claims: dict) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET.ljust(32, ".")))


def _by_public_key(provider: Provider, claims: dict) -> str:
    """The old trick: the public key as the secret of an HMAC. Made by hand, as no library signs so."""
    parts = (json.dumps(part).encode() for part in ({"alg": "HS256", "kid": "one"}, claims))
    body = ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    mark = hmac.digest(provider.key.as_pem(private=False), body.encode(), "sha256")
    return body + "." + base64.urlsafe_b64encode(mark).rstrip(b"=").decode()


def _tampered(provider: Provider, claims: dict) -> str:
    head, _body, mark = _own(provider, claims).split(".")
    body = base64.urlsafe_b64encode(json.dumps(claims | {"preferred_username": "admin"}).encode()).rstrip(b"=").decode()
    return f"{head}.{body}.{mark}"


def _own(provider: Provider, claims: dict) -> str:
    return jwt.encode({"alg": "RS256", "kid": provider.key.kid}, claims, provider.key)


def _by_stranger(provider: Provider, claims: dict) -> str:
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, provider.stranger)


SIGNING = {
    "own": _own, "stranger": _by_stranger, "none": _unsigned, "hmac": _by_hmac, "public key": _by_public_key,
    "tampered": _tampered, "nothing": lambda _provider, _claims: "no token",
}  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        there, asked = self.provider, {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        path = urlsplit(self.path).path
        there.asked.append(path)
        if path == "/authorize":
            self.send_response(303)
            self.send_header("Location", there.authorize(asked))
            self.end_headers()
        elif path == "/asked":
            self._answer(200, {"paths": there.asked})
        else:
            answers = {"/.well-known/openid-configuration": there.about(), "/keys": {"keys": [there.key.as_dict(private=False)]}}
            self._answer(there.orders["status"] if path in answers else 404, answers.get(path, {}))

    def do_POST(self) -> None:
        there, body = self.provider, self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/orders":
            there.orders = ORDERS | json.loads(body)
            if kid := there.orders.pop("renew", ""):
                there.renew(kid)
            there.asked.clear()
            return self._answer(200, {})
        given = {name: values[0] for name, values in parse_qs(body).items()}
        answer = there.token(given, self.headers.get("Authorization", ""))
        return self._answer(400 if answer is None else 200, answer or {"error": "invalid_grant"})

    def _answer(self, status: int, answer: dict) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given) -> None:
        """Tests need no log of it."""


@contextmanager
def server() -> Iterator[SimpleNamespace]:
    """A running provider: `issuer`, `order(**what)`, `asked()` since the last order, `answer(url)`: where it sends a browser
    that comes to this address."""
    port = free_port()
    issuer = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([sys.executable, "-m", "tests.provider", str(port)])
    try:
        _wait_for(f"{issuer}/keys", process)
        yield SimpleNamespace(
            issuer=issuer,
            process=process,
            order=lambda **what: _opened(f"{issuer}/orders", json.dumps(what).encode()),
            asked=lambda: json.loads(_opened(f"{issuer}/asked"))["paths"],
            answer=_answer_to,
        )
    finally:
        process.kill()
        process.wait()


def _opened(url: str, body: bytes | None = None) -> bytes:
    with urllib.request.urlopen(url, body, timeout=10) as response:
        return response.read()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given) -> None:
        return None


def _answer_to(url: str) -> str:
    try:
        urllib.request.build_opener(_Stay).open(url, timeout=10)
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.headers["Location"]
    raise AssertionError("the provider sent the browser nowhere")


def _wait_for(url: str, process: subprocess.Popen) -> None:
    for _ in range(400):
        assert process.poll() is None
        with suppress(OSError):
            _opened(url)
            return
        time.sleep(0.05)
    raise AssertionError("the provider did not start")


def main() -> None:
    port = int(sys.argv[1])
    Handler.provider = Provider(f"http://127.0.0.1:{port}")
    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    main()
