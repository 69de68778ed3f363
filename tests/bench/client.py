"""A browser as far as a benchmark needs one: one kept connection, cookies, forms."""

from __future__ import annotations

import re
from http.client import HTTPConnection
from time import perf_counter
from typing import NamedTuple
from urllib.parse import urlencode

from tests.bench import places

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
ASSET = re.compile(r'(?:href|src)="(/static/[^"#]+)')
PASSWORD = "portal-demo"
IDLE_SECONDS = 3


class Answer(NamedTuple):
    """What came back: `ms` until it was read whole, `wire` bytes of head and body as sent."""

    status: int
    text: str
    headers: dict[str, str]
    ms: float
    wire: int


class Client:
    """One signed-in person on one connection."""

    def __init__(self, port: int, username: str | None = None):
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.token, self.last = "", perf_counter()
        if username:
            self._sign_in(username)

    def _sign_in(self, username: str) -> None:
        token = TOKEN.search(self.get("/login").text).group(1)
        answer = self.post("/login", token=token, username=username, password=PASSWORD)
        assert answer.status == 303, f"{username} could not sign in: {answer.status}"
        self.token = TOKEN.search(self.get(places.NEW).text).group(1)

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, *, token: str | None = None, htmx: bool = False, **fields: str | list[str]) -> Answer:
        body = urlencode(fields | {"csrf_token": token or self.token}, doseq=True)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} | ({"HX-Request": "true"} if htmx else {})
        return self._ask("POST", path, body, headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        if perf_counter() - self.last > IDLE_SECONDS:  # the server closes what it has not heard of for five seconds
            self.connection.close()
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        began = perf_counter()
        self.connection.request(method, path, body, headers | ({"Cookie": cookie} if cookie else {}))
        response = self.connection.getresponse()
        data = response.read()
        self.last = perf_counter()
        self._keep_cookies(response.msg.get_all("Set-Cookie") or [])
        head = sum(len(name) + len(value) + 4 for name, value in response.getheaders()) + 17
        text = data.decode("utf-8", "replace") if response.getheader("Content-Encoding") is None else ""
        return Answer(response.status, text, dict(response.getheaders()), (self.last - began) * 1000, head + len(data))

    def _keep_cookies(self, sent: list[str]) -> None:
        for line in sent:
            name, _sign, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value

    def first_visit(self, path: str) -> tuple[int, int, int]:
        """Bytes of HTML, bytes over the wire, and requests, for somebody whose browser knows nothing yet."""
        page = self.get(path)
        answers = [self.get(path, **{"Accept-Encoding": "gzip"})]
        answers += [self.get(asset, **{"Accept-Encoding": "gzip"}) for asset in dict.fromkeys(ASSET.findall(page.text))]
        return len(page.text.encode()), sum(answer.wire for answer in answers), len(answers)
