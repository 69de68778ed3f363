"""Many forms as one file: asked for, made in the background with its progress shown, opened by whoever asked, forgotten."""

import subprocess
from datetime import timedelta

import pytest

from portal.audit.models import JournalRow
from portal.core import time
from portal.messages.models import Notice
from portal.openings.papers import SLIP
from portal.signing import jobs
from portal.signing.actions import documents, prints, signatures
from portal.signing.models import PrintPiece, PrintRun
from portal.signing.queries.documents import standing
from tests.signing.signer import FACTS


@pytest.fixture
def some(app, cast, market):
    """Two drafts, one that waits, one that both have signed."""
    store, keyring = app.extensions["store"], app.extensions["keyring"]
    forms = []
    for number in range(4):
        facts = FACTS | {"customer": f"Kunde {number} GmbH"}
        forms.append(documents.begin(SLIP, facts, region="eu", language="zh", by=market, at=time.now()))
    for document in forms[2:]:
        documents.freeze(standing(document), store=store, by=market, at=time.now())
    for place, person in enumerate((market, cast.clerk)):
        signatures.sign(forms[3], place, by=person, keyring=keyring, store=store)
    return forms


@pytest.fixture
def here(app, monkeypatch):
    """The job works on the application's own store."""
    monkeypatch.setattr(jobs, "_store", lambda: app.extensions["store"])


def made(run: PrintRun) -> PrintRun:
    """The run when the job has worked on it until it is over, however slow the machine."""
    while PrintRun.get_by_id(run.id).state == PrintRun.RUNNING:
        jobs.print_forms(now=time.now())
    return PrintRun.get_by_id(run.id)


def text_of(data: bytes, tmp_path) -> str:
    file = tmp_path / "all.pdf"
    file.write_bytes(data)
    return subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout


def test_asked_for_made_and_opened(browse, cast, some, here, tmp_path):
    browser = browse(cast.clerk)
    reply = browser.post("/forms/prints", kind="F-03", state="")
    assert reply.status == 303
    run = PrintRun.get()
    page = browser.get(f"/forms/prints/{run.id}")
    assert page.has("progress[value='0']") and "0 of 4" in page.text
    assert browser.get(f"/forms/prints/{run.id}/file.pdf").status == 404
    assert browser.get(f"/forms/prints/{run.id}/progress", htmx=True).status == 200
    made(run)
    assert browser.get(f"/forms/prints/{run.id}/progress", htmx=True).status == 286, "no more questions"
    data = browser.get(f"/forms/prints/{run.id}/file.pdf").data
    text = text_of(data, tmp_path)
    assert [text.count(f"Kunde {number} GmbH") for number in range(4)] == [1, 1, 1, 1]
    assert text.index("Kunde 0") < text.index("Kunde 3"), "in the order of their numbers"
    assert text.count("未冻结") == 2, "drafts say so at their foot"
    assert "王芳" in text, "the signatures stand on paper"
    assert PrintPiece.select().count() == 0
    assert [row.text_zh for row in Notice.select().where(Notice.staff == cast.clerk)][-1] == "4 份表单可以打印了"
    assert JournalRow.select().where(JournalRow.what == "form.printed").count() == 4, "each counts as read"


def test_a_run_goes_on_where_it_was_cut_off(app, cast, some, here):
    store = app.extensions["store"]
    run = prints.ask(some, by=cast.clerk, at=time.now())
    assert prints.go_on(run, store=store, seconds=0, at=time.now()) == 1
    assert PrintRun.get().done == 1
    assert (made(run).done, made(run).state) == (4, "done")


def test_one_that_cannot_be_made_is_told_and_holds_nothing_up(app, cast, some, here, monkeypatch):
    def full(*_given, **_more):
        raise OSError(28, "No space left on device")

    first = prints.ask(some, by=cast.clerk, at=time.now())
    second = prints.ask(some, by=cast.clerk, at=time.now())
    with monkeypatch.context() as patched:
        patched.setattr("portal.core.disk.write_new", full)
        assert made(first).state == "failed" and PrintPiece.select().count() == 0
    assert made(second).state == "done"


def test_only_whoever_asked_opens_it(browse, cast, some, here):
    run = made(prints.ask(some, by=cast.clerk, at=time.now()))
    for person in (cast.colleague, cast.manager, cast.admin):
        for page in ("", "/progress", "/file.pdf"):
            assert browse(person).get(f"/forms/prints/{run.id}{page}").status == 404


def test_only_what_the_person_sees_is_printed(browse, cast, some):
    assert browse(cast.stranger).post("/forms/prints", kind="", state="").status == 409, "nothing there"
    assert browse(cast.admin).post("/forms/prints", kind="", state="").status == 409, "nor for who sees no business"
    assert PrintRun.select().count() == 0


def test_files_are_forgotten_after_some_days(app, cast, some, here):
    run = made(prints.ask(some, by=cast.clerk, at=time.now()))
    place = run.place
    store = app.extensions["store"]
    assert jobs.forget_prints(now=time.now() + timedelta(days=6)) == 0
    assert store.get(place, subject=prints.key_subject(run))
    assert jobs.forget_prints(now=time.now() + timedelta(days=8)) == 1
    assert PrintRun.select().count() == 0
    with pytest.raises(FileNotFoundError):
        store.get(place, subject=prints.key_subject(run))
