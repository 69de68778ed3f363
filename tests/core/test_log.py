"""The log: one line a request, and nobody can be found in it."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from portal.core import log
from tests import make

SECRETS = ["Müller", "4711", "of-the-tests", "agent.eu", "王芳", "127.0.0.1", "geheim", "E26-00001", "Firefox"]


@pytest.fixture
def lines(caplog):
    """What the log says, as JSON, after the test has done its requests."""
    caplog.set_level(logging.INFO, "portal")
    return lambda: [json.loads(log.AsJson().format(record)) for record in caplog.records if record.name.startswith("portal")]


def test_a_request_is_one_line_with_the_route_and_not_the_address(browse, cast, lines):
    ticket = make.enquiry(by=cast.clerk)
    browser = browse(cast.clerk)
    reply = browser.get(f"/enquiries/{ticket.number}?do=reply", headers={"User-Agent": "Firefox"})
    (line,) = lines()
    assert line["route"] == "/enquiries/<number>"
    assert (line["method"], line["status"], line["bytes"]) == ("GET", 200, len(reply.data))
    assert line["ms"] > 0
    assert line["id"] == reply.headers["X-Request-Id"]


def test_nobody_can_be_found_in_it(browse, cast, lines, probing):
    ticket = make.enquiry(by=cast.clerk)
    browser = browse(cast.clerk)
    browser.get(f"/enquiries/{ticket.number}")
    browser.get("/tickets/search?q=Müller+4711")
    browser.post("/archive", name="Müller", country="DE", phone="4711")
    browser.post("/login", username="agent.eu", password="geheim")
    browser.get("/archive/4711")
    browser.get("/Müller/4711")
    browser.post("/enquiries", token="stale", title="Müller 4711")
    probing().get("/probe/broken/Müller?word=4711")
    probing().get("/probe/database?said=no+such+Müller+4711")
    probing().get("/probe/database?said=database+is+locked+Müller+4711")
    text = json.dumps(lines(), ensure_ascii=False)
    assert len(lines()) >= 10
    assert [word for word in SECRETS if word in text] == []


def test_an_error_is_told_by_kind_and_place(probing, lines):
    probing().get("/probe/broken/Müller")
    (line,) = [line for line in lines() if line["log"] == "portal.failures"]
    assert (line["level"], line["text"]) == ("ERROR", "unforeseen: ValueError")
    assert line["trace"][0] == "ValueError"
    assert line["trace"][-1].endswith(" broken") and "probe.py" in line["trace"][-1]


def test_what_led_to_an_error_is_told_too():
    try:
        try:
            {}["Müller"]
        except KeyError as error:
            raise OSError(28, "No space", "/customers/Müller") from error
    except OSError:
        record = logging.LogRecord("portal", logging.ERROR, "", 0, "failed", (), sys.exc_info())
    trace = json.loads(log.AsJson().format(record))["trace"]
    assert [line for line in trace if "/" not in line] == ["OSError 28", "KeyError"]


def test_static_files_are_not_worth_a_line(browse, lines):
    browse().get("/static/0/portal.css", check=False)
    assert lines() == []


def test_a_line_is_one_line(lines):
    logging.getLogger("portal.test").info("one\ntwo \u2028 中")
    assert "\n" not in json.dumps(lines()[0])
