"""From an error to an answer: a sentence in the reader's language, never a stack trace."""

from __future__ import annotations

import logging

import pytest

NO_TRACE = ("Traceback", "File &#34;", "ValueError", "did not fit", "probe.py", "OperationalError", "somewhere")


def tells_nothing(text: str) -> bool:
    return not any(sign in text for sign in NO_TRACE)


def test_the_unforeseen_is_a_page_that_says_what_to_do(probing, caplog):
    for language, words in (("en", "Something broke on our side"), ("zh", "<h1>")):
        reply = probing(language=language).get("/probe/broken/x")
        assert reply.status == 500
        assert words in reply.text
        assert tells_nothing(reply.text)
    assert [record.exc_info[0] for record in caplog.records if record.name == "portal.failures"] == [ValueError] * 2


def test_that_page_needs_neither_database_nor_navigation(probing, probe_app, monkeypatch):
    browser = probing()
    monkeypatch.setitem(probe_app.extensions, "frame", lambda: 1 / 0)
    for url in ("/probe/broken/x", "/probe/read", "/probe/missing"):
        reply = browser.get(url)
        assert reply.status == 500
        assert reply.text_of("h1") == "Something broke on our side"


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503])
def test_every_status_that_may_come_has_a_page_and_a_piece(probing, cast, status):
    for browser in (probing(), probing(cast.clerk)):
        page, piece = browser.get(f"/probe/stop/{status}"), browser.get(f"/probe/stop/{status}", htmx=True)
        assert (page.status, piece.status) == (status, status)
        assert page.text_of(".fault__code") == str(status)


@pytest.mark.parametrize("status", [401, 406, 410, 414, 415, 418, 431, 451])
def test_other_client_errors_are_a_request_that_cannot_be_read(probing, status):
    assert probing().get(f"/probe/stop/{status}").status == 400


@pytest.mark.parametrize("status", [501, 502, 504, 505])
def test_other_server_errors_stay_ours(probing, status):
    assert probing().get(f"/probe/stop/{status}").status == 500


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        ("database or disk is full", 503, "disk is full"),
        ("disk I/O error", 503, "disk is full"),
        ("attempt to write a readonly database", 503, "cannot write to its disk"),
        ("unable to open database file", 503, "cannot write to its disk"),
        ("database is locked", 503, "database is busy"),
        ("connection to server at 10.0.0.1 failed", 503, "database is busy"),
        ("deadlock detected\nDETAIL: somewhere", 503, "database is busy"),
        ("no such column: nonsense", 500, "Something broke"),
    ],
)
def test_a_database_that_cannot_is_told_apart(probing, said, status, words):
    reply = probing().get(f"/probe/database?said={said}")
    assert reply.status == status
    assert words in reply.text_of("main")
    assert tells_nothing(reply.text) and "10.0.0.1" not in reply.text and "nonsense" not in reply.text


def test_a_driver_that_lost_its_connection_is_told_apart_too(probing):
    reply = probing().get("/probe/database?said=the connection is closed&kind=InterfaceError")
    assert reply.status == 503
    assert "database is busy" in reply.text_of("main")


def test_a_full_disk_is_said_as_such(probing):
    reply = probing().get("/probe/disk")
    assert reply.status == 503
    assert "cannot write to its disk" in reply.text_of("main")
    assert tells_nothing(reply.text)


def test_the_wrong_method_names_the_right_ones(probing):
    reply = probing().get("/probe/write")
    assert reply.status == 405
    assert set(reply.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


@pytest.mark.parametrize("limit", ["MAX_FORM_MEMORY_SIZE", "MAX_CONTENT_LENGTH"])
def test_too_much_is_said_as_such(probing, probe_app, monkeypatch, limit):
    browser = probing()
    monkeypatch.setitem(probe_app.config, limit, 1_000)
    for htmx in (False, True):
        reply = browser.post("/probe/form", htmx=htmx, title="x" * 5_000)
        assert reply.status == 413
        assert "nothing was saved" in reply.text.lower()


def test_too_many_parts_are_too_much(probing):
    assert probing().post("/probe/form", **{f"f{number}": "x" for number in range(1_100)}).status == 413


def test_the_text_of_an_error_is_kept_out_of_the_log(probing, caplog):
    with caplog.at_level(logging.INFO, "portal"):
        probing().get("/probe/broken/M%C3%BCller?word=4711")
    assert caplog.records
    assert all("Müller" not in record.getMessage() and "4711" not in record.getMessage() for record in caplog.records)
