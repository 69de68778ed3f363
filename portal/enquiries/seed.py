"""Synthetic load: many enquiries that look like real ones, for benchmarks. What they say is made of a few words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from random import Random

from portal.access import actions as access
from portal.access import queries as staff
from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.archive import actions as archive
from portal.archive.cards import CustomerCard
from portal.audit import SYSTEM
from portal.audit import actions as audit
from portal.core import db, time
from portal.enquiries.procedure import ENQUIRY
from portal.tickets.actions import bulk, stopwatches
from portal.tickets.models import NORMAL, URGENT, Ticket

REGIONS = {"eu": "DE", "us": "US", "sea": "SG", "me": "SA", "jk": "JP"}
CUSTOMERS, PART = 2_000, 5_000
CLOSED = 0.8
CHANNELS, KINDS = ("email", "online", "social"), ("business", "cooperation", "proposal", "after-sales")
SUBJECTS, LEVELS = ("product", "order", "technical"), (1, 2, 2, 2, 3)
OPEN_STAGES = ("taken",) * 8 + ("treating",) * 7 + ("answered",) * 3 + ("followed",) * 2
AGES = {"taken": timedelta(minutes=90), 1: timedelta(minutes=90), 2: timedelta(hours=36), 3: timedelta(hours=100)}
STEPS = 30
MATTERS_ZH = ("退款", "发票", "物流", "清关", "换货", "质保", "配件", "交期", "报价", "提单", "装箱单", "汇款", "验货", "包装")
QUESTIONS_ZH = ("进度查询", "尚未收到", "金额不符", "何时安排", "请求加急", "需要更正", "被海关扣留", "客户催问")
THINGS_ZH = ("水泵", "电机", "轴承", "阀门", "变频器", "传感器", "压缩机", "液压缸")
MATTERS_EN = ("refund", "invoice", "shipment", "customs clearance", "exchange", "warranty", "spare part", "delivery")
QUESTIONS_EN = ("status", "not received", "wrong amount", "when to come", "urgent", "needs correction", "held at customs")
THINGS_EN = ("pump", "motor", "bearing", "valve", "inverter", "sensor", "compressor", "cylinder")
NAMES = ("Nordwind", "Alpina", "Harbour", "Crescent", "Sakura", "Summit", "Delta", "Orient", "Baltic", "Mercury")
TRADES = ("Trading", "Machinery", "Imports", "Logistics", "Industrial", "Tools", "Supply", "Engineering")


def seed(count: int, *, progress: Callable[[int], None] = lambda _done: None) -> None:
    """Load `count` enquiries, 80 of 100 archived, the rest due around now. One line of the journal tells it."""
    chance, now = Random(count), time.now()  # noqa: S311 — the same load every time
    people, buyers = _people(), _buyers(chance, count)
    for start in range(0, count, PART):
        part = min(PART, count - start)
        bulk.load(ENQUIRY, [_draft(chance, people, buyers, now) for _ in range(part)], at=now)
        progress(start + part)
    audit.record("enquiries.seeded", "load", by=SYSTEM, at=now, changes={"enquiries": [None, count]})
    if not db.is_postgresql():
        db.run("ANALYZE")


def _people() -> dict[str, list[Staff]]:
    """Who takes enquiries in, by region; a region without anybody gets a clerk."""
    takers = list(staff.holders_of(Permission.ENQUIRIES_TAKE))
    return {region: [one for one in takers if one.region == region] or [_clerk(region)] for region in REGIONS}


def _clerk(region: str) -> Staff:
    person, _password = access.hire(
        f"load.{region}", name=f"Load {region}", roles=["clerk"], region=region, department="service",
        zone=staff.region(region).zone, languages=["en"], by=SYSTEM,
    )  # fmt: skip
    return person


def _buyers(chance: Random, count: int) -> list[CustomerCard]:
    with db.atomic():
        return [_buyer(chance, number) for number in range(max(5, min(CUSTOMERS, count // 10)))]


def _buyer(chance: Random, number: int) -> CustomerCard:
    country = tuple(REGIONS.values())[number % len(REGIONS)]
    return archive.register(name=f"{chance.choice(NAMES)} {chance.choice(TRADES)} {number:04}", country=country, by=SYSTEM)


def _draft(chance: Random, people: dict[str, list[Staff]], buyers: list[CustomerCard], now: datetime) -> bulk.Draft:
    buyer = chance.choice(buyers)
    clerk = chance.choice(people[buyer.region])
    ticket = _common(chance, buyer, clerk)
    if chance.random() < CLOSED:
        return _archived(chance, ticket, clerk, now)
    return _open(chance, ticket, clerk, now)


def _common(chance: Random, buyer: CustomerCard, clerk: Staff) -> dict:
    return {
        "rank": URGENT if chance.random() < 0.05 else NORMAL,
        "level": chance.choice(LEVELS),
        "region": buyer.region,
        "customer": buyer.id,
        "customer_name": buyer.name,
        "channel": chance.choice(CHANNELS),
        "kind": chance.choice(KINDS),
        "subject": chance.choice(SUBJECTS),
        "language": buyer.language,
        "title": _sentence(chance),
        "clerk": clerk.id,
        "owner": clerk.id,
    }


def _sentence(chance: Random) -> str:
    order = chance.randrange(10_000, 99_999)
    if chance.random() < 0.5:
        return f"{chance.choice(THINGS_ZH)}订单{order}{chance.choice(MATTERS_ZH)}{chance.choice(QUESTIONS_ZH)}"
    return f"{chance.choice(MATTERS_EN)} {chance.choice(QUESTIONS_EN)}: {chance.choice(THINGS_EN)} order {order}".capitalize()


def _archived(chance: Random, ticket: dict, clerk: Staff, now: datetime) -> bulk.Draft:
    received = now - timedelta(days=3, seconds=chance.randrange(360 * 86_400))
    answered, closed = received + timedelta(hours=5), received + timedelta(hours=50)
    ticket |= {"stage": "archived", "received_at": received, "created_at": received, "updated_at": closed}
    ticket |= {"first_answer_at": answered, "answered_at": answered, "satisfaction": 4, "closed_at": closed}
    return bulk.Draft(ticket, [_entry("taken", received, clerk, chance), _entry("answer", answered, clerk, chance)])


def _open(chance: Random, ticket: dict, clerk: Staff, now: datetime) -> bulk.Draft:
    stage = chance.choice(OPEN_STAGES)
    age = AGES["taken" if stage == "taken" else ticket["level"]]
    received = now - age * chance.randrange(STEPS) / STEPS
    received = received.replace(microsecond=received.microsecond // 1000 * 1000)
    ticket |= {"stage": stage, "received_at": received, "created_at": received, "updated_at": now}
    if stage != "taken":
        ticket |= {"first_answer_at": received}
    entries = [_entry("taken", received, clerk, chance)]
    entries += [_entry("note", received, clerk, chance) for _ in range(chance.choice((0, 0, 4, 9)))]
    return bulk.Draft(ticket, entries, list(_limits(stage, ticket, received)))


def _limits(stage: str, ticket: dict, received: datetime) -> Iterator[dict]:
    names = {"taken": ("first-response", "level"), "treating": ("level",)}.get(stage, ())
    yield from (_limit(name, ticket["channel"], ticket["level"], ticket["region"], received) for name in names)


@cache
def _limit(name: str, channel: str, level: int, region: str, began: datetime) -> dict:
    """What begins alike is due alike, so it is counted once."""
    ticket = Ticket(channel=channel, level=level, region=region)
    return stopwatches.reckoned(ENQUIRY, ticket, name, {"now": began}, at=began)


def _entry(kind: str, at: datetime, by: Staff, chance: Random) -> dict:
    return {"kind": kind, "at": at, "by": by.id, "text": f"{_sentence(chance)}。{_sentence(chance)}."}
