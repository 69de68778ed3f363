"""`/metrics`: figures for a monitor that brings the token, and nothing that tells of a person."""

from __future__ import annotations

import re

import pytest

from portal.operations import actions, metrics
from portal.operations.models import BACKUP, JobRun
from portal.settings import Nonsense, read
from tests import make
from tests.make import TUESDAY

TOKEN = "a-token-of-the-monitor"
LINE = re.compile(r'^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.]+$')


@pytest.fixture
def monitored(app, monkeypatch):
    from dataclasses import replace

    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], metrics_token=TOKEN))


def ask(app, token: str | None = TOKEN):
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    return app.test_client().get("/metrics", headers=headers)


def values(text: str) -> dict[str, float]:
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in text.splitlines() if line[0] != "#"}


def test_without_a_token_in_the_settings_there_is_no_such_page(app, database):
    assert ask(app, None).status_code == ask(app).status_code == 404


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN + "x", "ключ"])
def test_without_the_right_token_nothing_is_told(app, database, monitored, token):
    headers = {} if token is None else {"Authorization": f"Bearer {token}".encode().decode("latin-1")}
    answer = app.test_client().get("/metrics", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert b"portal_" not in answer.data


def test_a_session_is_no_token(browse, cast, monitored):
    assert browse(cast.admin).get("/metrics", check=False).status == 401


def test_it_is_the_text_that_prometheus_reads(app, cast, monitored):
    JobRun.create(name='odd "name"\\', at=TUESDAY, ms=1500)
    answer = ask(app)
    assert (answer.status_code, answer.content_type) == (200, "text/plain; version=0.0.4; charset=utf-8")
    lines = answer.text.splitlines()
    typed = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    told = {re.split(r"[ {]", line)[0] for line in lines if line[0] != "#"}
    assert told <= typed
    assert r'portal_job_took_seconds{job="odd \"name\"\\"} 1.500' in lines
    assert [line for line in lines if line[0] != "#" and not LINE.match(line.replace("\\\\", "").replace('\\"', ""))] == []


def test_the_figures_are_those_of_the_tables(app, cast, monitored):
    before = values(ask(app).text)
    make.enquiry(by=cast.clerk)
    JobRun.create(name="warn", at=TUESDAY, error="ValueError: x", failures=3)
    errand = actions.ask(BACKUP, by=cast.admin, at=TUESDAY)
    actions.begin(errand, at=TUESDAY)
    actions.end(errand, at=TUESDAY, name="x")
    after = values(ask(app).text)
    assert after["portal_tickets_open"] == before["portal_tickets_open"] + 1
    assert after["portal_clocks_running"] > before["portal_clocks_running"]
    assert after["portal_journal_rows"] > before["portal_journal_rows"]
    assert "portal_backup_last_good_seconds" not in before
    assert after["portal_backup_last_good_seconds"] == TUESDAY.timestamp()
    assert (after['portal_job_failing{job="warn"}'], after['portal_job_failures_total{job="warn"}']) == (1, 3)
    assert after["portal_scheduler_alive"] == 0
    assert after["portal_disk_free_bytes"] > 1_000_000


def test_nothing_in_it_tells_of_a_person(app, cast, monitored):
    make.enquiry(by=cast.clerk, title="Geheime Pumpe", customer=make.customer("Müller Geheimbau GmbH"))
    text = metrics.read(app.extensions["settings"])
    for word in ("Geheim", "Müller", cast.clerk.username, cast.clerk.name, "E26-"):
        assert word not in text


def test_a_token_that_could_be_guessed_is_refused(tmp_path):
    with pytest.raises(Nonsense, match="PORTAL_METRICS_TOKEN is too short"):
        read({"PORTAL_METRICS_TOKEN": "short"}, home=tmp_path)


def test_a_token_may_lie_in_a_file(tmp_path):
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    assert read({"PORTAL_METRICS_TOKEN_FILE": str(tmp_path / "token")}, home=tmp_path).metrics_token == TOKEN
