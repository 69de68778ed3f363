"""Many forms as one file to print: asked for on a page, made by the scheduler piece by piece, forgotten after some days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from time import perf_counter

from portal.access import hooks
from portal.access.models import Staff
from portal.audit import actions as audit
from portal.core import db
from portal.core.errors import Missing, Refused
from portal.core.files import Store
from portal.core.i18n import lazy
from portal.signing import merging, printing
from portal.signing.actions import files
from portal.signing.models import DONE, SIGNING, Document, PrintPiece, PrintRun
from portal.signing.queries import documents as queries

MOST = 200
KEPT = timedelta(days=7)
NOTHING = lazy("There is nothing to print here.")


def ask(documents: Sequence[Document], *, by: Staff, at: datetime) -> PrintRun:
    """A run over these forms, which the person sees, at most `MOST`; each counts as read from now on."""
    if not documents:
        raise Refused(NOTHING)
    wanted = list(documents)[:MOST]
    with db.atomic():
        made = PrintRun.create(staff=by, asked_at=at, documents=[one.id for one in wanted], total=len(wanted))
        for document in wanted:
            audit.record("form.printed", document, by=by, at=at)
    return made


def go_on(run: PrintRun, *, store: Store, seconds: float, at: datetime) -> int:
    """Work on a run for so long; how many forms were added. Each is kept before the next, so nothing is made twice."""
    until, done = perf_counter() + seconds, run.done
    while done < run.total and (done == run.done or perf_counter() < until):
        _add(run, done)
        done += 1
    if done == run.total:
        _finish(run, store=store, at=at)
    return done - run.done


def fail(run: PrintRun, *, at: datetime) -> None:
    """It could not be made; whoever asked is told."""
    with db.atomic():
        PrintRun.update(state=PrintRun.FAILED, ended_at=at).where(PrintRun.id == run.id).execute()
        PrintPiece.delete().where(PrintPiece.run == run).execute()
        _tell(run, "打印文件未能生成", "The file to print could not be made")


def forget(*, before: datetime, store: Store) -> int:
    """Take away the files of runs that were asked for before a moment; how many."""
    old = list(PrintRun.select().where(PrintRun.asked_at < before, PrintRun.state != PrintRun.RUNNING))
    for run in old:
        run.delete_instance()
        if run.place:
            store.discard(run.place)
    return len(old)


def _add(run: PrintRun, number: int) -> None:
    """The next form; one that has a signed file is taken from there at the end."""
    document = Document.get_or_none(Document.id == run.documents[number])
    if document is None:
        raise Missing
    with db.atomic():
        if document.state not in (SIGNING, DONE):
            PrintPiece.create(run=run, number=number, data=printing.sheet(queries.standing(document)).pdf)
        PrintRun.update(done=number + 1).where(PrintRun.id == run.id).execute()


def _finish(run: PrintRun, *, store: Store, at: datetime) -> None:
    pieces = {piece.number: bytes(piece.data) for piece in PrintPiece.select().where(PrintPiece.run == run)}
    signed = {row.id: row for row in Document.select().where(Document.id.in_(run.documents))}
    whole = merging.merged(
        pieces[number] if number in pieces else files.content(signed[key], store=store)
        for number, key in enumerate(run.documents)
    )
    stored = store.put(whole, name="forms.pdf", subject=key_subject(run))
    try:
        with db.atomic():
            values = {"state": PrintRun.DONE, "place": stored.place, "size": stored.size, "ended_at": at}
            PrintRun.update(values).where(PrintRun.id == run.id).execute()
            PrintPiece.delete().where(PrintPiece.run == run).execute()
            _tell(run, f"{run.total} 份表单可以打印了", f"{run.total} forms are ready to print")
    except BaseException:
        store.discard(stored.place)
        raise


def _tell(run: PrintRun, zh: str, en: str) -> None:
    hooks.tell([run.staff], str(run), zh, en, url=f"/forms/prints/{run.id}")


def content(run: PrintRun, *, store: Store) -> bytes:
    """The bytes of its file. Raises Missing while there is none."""
    if not run.place:
        raise Missing
    return store.get(run.place, subject=key_subject(run))


def key_subject(run: PrintRun) -> str:
    return f"print:{run.id}"
