"""A company for the browser runs: `python -m tests.browser_runs.company HOME` makes its home.

Everybody of `make.CAST` is there twice, once reading Chinese (`agent.eu`) and once English (`agent.eu.en`). The
enquiries stand in every stage, and some are late; what is left of their time follows the real clock.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace

from portal import migrations
from portal.access.actions import enter_absence
from portal.access.models import Staff
from portal.core import crypto, db, time
from portal.core.db import open_database
from portal.core.files import Store
from portal.enquiries import actions
from portal.enquiries.procedure import ENQUIRY
from portal.handover.actions import gaps, handovers, violations
from portal.handover.actions.handovers import Filled
from portal.handover.measures import Decision
from portal.handover.models import Gap
from portal.handover.queries.handovers import standing as handed
from portal.handover.rules import SECTIONS
from portal.openings.papers import OPINION, SLIP
from portal.operations import actions as operations
from portal.operations.models import REHEARSAL
from portal.operations.ticking import tick
from portal.policy import actions as policies
from portal.policy import in_force
from portal.settings import read
from portal.signing.actions import certificates, documents, signatures
from portal.signing.keyring import Keyring
from portal.signing.queries.documents import standing
from portal.team.actions import departures
from portal.team.queries import shifts as team
from portal.team.rules import relief_of
from portal.tickets.actions import drafts, linking, merging, rebases
from portal.tickets.models import Ticket
from portal.tickets.procedures import address_of
from tests import make

LANGUAGES = ("zh", "en")
TITLES = (
    "Lieferzeit der Pumpe P-200", "退款申请：合同号 CT-2026-118", "Rechnung fehlt zur Lieferung 4711",
    "Technische Frage zur Steuerung der Doppelpumpe im Werk Nürnberg", "مشكلة في الشحنة", "合作代理咨询",
)  # fmt: skip
CHANNELS = ("email", "phone", "chat", "online", "social")


def account(part: str, language: str) -> str:
    """The user name of somebody of the cast who reads this language."""
    username = make.CAST[part][0]
    return username if language == "zh" else f"{username}.en"


def build(home: Path) -> None:
    """Make the home. It must not exist yet."""
    settings = read(home=home)
    key = crypto.make_master_key(settings.master_key_file)
    open_database(settings, key)
    migrations.migrate()
    make.ground()
    with db.atomic():
        for username, name, roles, region, department in make.CAST.values():
            make.staff(f"{username}.en", name=name, roles=roles, region=region, department=department, language="en")
        _absence(Staff.get(Staff.username == "agent2.eu"), Staff.get(Staff.username == "agent.eu"))
    _stories(make.cast(), Store(settings.files, key), time.now())
    _versions(make.cast(), time.now())
    _rehearsal(make.cast(), time.now())
    _forms(make.cast(), Store(settings.files, key), Keyring(key), time.now())
    _handovers(make.cast(), Store(settings.files, key), time.now())
    _departures(make.cast(), Store(settings.files, key), time.now())
    tick(all_of_them=True)


def _stories(people: SimpleNamespace, store: Store, now: datetime) -> None:
    buyers = [make.customer(email="einkauf@mueller.example"), make.customer("Société des Pompes du Rhône", country="FR")]
    tickets = [_taken(people, buyers[number % 2], number, now) for number in range(14)]
    started, engineer = tickets[0], people.engineer
    photo = {"files": [("Typenschild.csv", b"P-200;20\n")], "store": store}
    _move(started, "reply", people.clerk, text="Guten Tag, wir prüfen es.", promised_at=now + timedelta(hours=5), **photo)
    _move(started, "transfer", people.clerk, text="Bestand geprüft; bitte Produktionsplan.", to=engineer.id)
    _move(tickets[3], "wait", people.colleague, reason="customer", text="缺少序列号照片")
    for number in (4, 5, 6):
        _move(tickets[number], "answer", people.clerk, text="Ab 15.12. lieferbar, 20 Stück.")
    for number in (5, 6):
        _move(tickets[number], "follow", people.clerk, score=5, text="Sehr schnell, danke.")
    _move(tickets[6], "archive", people.clerk, cause="Produktionsplan war nicht bekannt.", text="Plan wöchentlich ablegen.")
    _move(tickets[8], "offer", people.clerk, text="")
    merging.merge(tickets[10], tickets[12], by=people.clerk, reason="")
    linking.link(tickets[2], tickets[13], by=people.clerk)
    _drafts(tickets[9], now)


def _forms(people: SimpleNamespace, store: Store, keyring: Keyring, now: datetime) -> None:
    """A slip that is a draft; an opinion that the clerk has signed and the manager has not."""
    certificates.found(keyring, at=now)
    facts = {"customer": "Müller Maschinenbau GmbH", "opinion": "pass", "reason": "资料齐全。"}
    begin = partial(documents.begin, region="eu", language="zh", by=people.clerk, at=now)
    begin(SLIP, {"customer": "Müller Maschinenbau GmbH", "papers": [["Licence", "1", "", ""]]})
    opinion = documents.freeze(standing(begin(OPINION, facts)), store=store, by=people.clerk, at=now)
    signatures.sign(opinion, 0, by=people.clerk, keyring=keyring, store=store, at=now)


def _handovers(people: SimpleNamespace, store: Store, now: datetime) -> None:
    """For each language one that is being prepared and one that waits for its receipt; a desk that stood empty."""
    clerks, colleagues = ([Staff.get(Staff.username == account(part, language)) for language in LANGUAGES]
                          for part in ("clerk", "colleague"))  # fmt: skip
    early = make.shift(people=clerks)
    make.shift(starts="14:00", ends="18:00", people=colleagues, name="晚班")
    schedule = team.schedule("eu", now)
    before, last = [turn for turn in schedule if turn.shift == early.id and turn.end < now][-2:]
    for turn, takers in ((last, (None, None)), (before, colleagues)):
        for giver, taker in zip(clerks, takers, strict=True):
            made = handovers.prepare(giver, "eu", turn, relief_of(turn, schedule), by=giver, at=now)
            if taker:
                found = handed(made)
                said = {item.id: ("hand", "Bitte heute noch anrufen.") for item in found.items}
                filled = Filled(taker, dict.fromkeys(SECTIONS, "无特殊情况。"), said)
                handovers.confirm(found, filled, revision=1, store=store, by=giver, at=now)
    gaps.note("desk:eu:1", Gap.DESK, "eu", staff=None, due_at=now, people=[], said=("空岗", "empty"), at=now)
    late = {"staff": colleagues[0], "due_at": now, "people": [], "said": ("未到岗", "late"), "at": now}
    gaps.note("relief:eu:1", Gap.RELIEF, "eu", **late)
    boss = Staff.get(Staff.username == account("supervisor", "zh"))
    for number, clerk in enumerate(clerks):
        decided = Decision("incomplete", now.date(), "移交事项没有写清下一步。", ("warning", "fine")[number], (None, 100)[number])
        violations.record(clerk, "eu", decided, about=None, by=boss, at=now)


def _departures(people: SimpleNamespace, store: Store, now: datetime) -> None:
    """One that is being prepared, and one whose list is frozen."""
    last_day = now.date() + timedelta(days=30)
    departures.begin(people.engineer, people.senior, last_day, by=people.manager, at=now)
    made = departures.begin(people.stranger, people.manager, last_day, by=people.supervisor, at=now)
    made.region = "eu"
    made.save()
    lists = {"papers": [["Ordner", "3"]], "accounts": [["无", ""]], "equipment": [["Laptop", "NB-1"]]}
    given = {"successor": people.manager, "last_day": last_day, "takers": {}, "lists": lists}
    departures.fill(made, **given, revision=1, by=people.supervisor, at=now)
    departures.confirm(made, store=store, by=people.supervisor, at=now)


def _drafts(ticket: Ticket, now: datetime) -> None:
    """What the clerk wrote in either language and did not send."""
    address = address_of(ENQUIRY, ticket.number, "note")
    for language in LANGUAGES:
        clerk = Staff.get(Staff.username == account("clerk", language))
        drafts.keep(address, {"text": "Halb geschrieben"}, ticket=ticket, draft=None, version=0, by=clerk, at=now)


def _versions(people: SimpleNamespace, now: datetime) -> None:
    """A version in force with a preview of its re-base, and one that is still to be decided."""
    director = make.staff("operations", roles=["operations"], region="hq")
    told = {"effective": in_force.day_of(now), "reason": "冬季", "by": people.manager, "at": now}
    hours = {"unit": "h", "bound": False, "calendar": None}
    made = policies.propose({"TM-4.5b": hours | {"amount": 30}}, **told)
    policies.approve(made, by=director, at=now)
    rebases.carry_on(rebases.look_at_version(made, by=director, at=now).id, now=now, seconds=30)
    policies.propose({"TM-4.5c": hours | {"amount": 90}}, **told)


def _rehearsal(people: SimpleNamespace, now: datetime) -> None:
    errand = operations.ask(REHEARSAL, by=people.admin, at=now)
    operations.begin(errand, at=now)
    operations.fail(errand, "There is no backup yet.", at=now)


def _absence(person: Staff, deputy: Staff) -> None:
    today = time.now().date()
    enter_absence(
        person, first_day=today, last_day=today + timedelta(days=6), deputy=deputy, reason="Jahresurlaub", by=person
    )


def _taken(people: SimpleNamespace, buyer, number: int, now: datetime) -> Ticket:
    return make.enquiry(
        by=people.colleague if number == 3 else people.clerk, customer=buyer, title=TITLES[number % 6],
        level=3 if number == 2 else 2, channel=CHANNELS[number % 5], urgency="urgent" if number == 1 else "normal",
        at=now - timedelta(minutes=17 * number + 3),
    )  # fmt: skip


def _move(ticket: Ticket, key: str, by: Staff, **given) -> None:
    actions.make(ticket, key, given, by=by)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
