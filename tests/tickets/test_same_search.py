"""The same search on every database: what a table of queries finds, worked out by hand from the texts."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core import db
from portal.tickets.actions.entries import add_words
from portal.tickets.queries import finding
from tests.core import apart

pytestmark = pytest.mark.once("compares both databases the first time")

TEXTS = {
    1: "E26-00042 水泵交货期 Müller Maschinenbau GmbH",
    2: "客户询问P-200型水泵什么时候交货，请查生产计划。",
    3: "退款申请：合同号 CT-2026-118",
    4: "O'Brien said: \"The pump's broken\" — 50% off? a@b.example",
    5: "申请退回货款；发票号 0815/4711，金额 1,234.56 EUR",
    6: "STRASSE Straße ÄRGER ＡＢＣ１２３ ﬁne",
    7: "テスト用ポンプ 交期 Насос مضخة",
    8: "1e5 0x1F 3.14 v2.0 200p p200 -7 +49-30-123456 2026-11-24 09:30",
    9: "https://portal.example/tickets/E26-00042?move=note user_name C:\\pump\\log.txt",
    10: "the and or not near der die das 的 了",
    11: "水",
    12: "泵 水 期交",
}
QUERIES = {
    "水": {1, 2, 11, 12},
    "泵": {1, 2, 12},
    "水泵": {1, 2},
    "泵水": set(),
    "交货": {1, 2},
    "交货期": {1},
    "货期": {1},
    "交期": {7},
    "期": {1, 7, 12},
    "什么时候": {2},
    "时候交货": {2},
    "什么交货": set(),
    "什么 交货": {2},
    "退款": {3},
    "款": {3, 5},
    "申请退": {5},
    "退 款": {3, 5},
    "水泵 Müller": {1},
    "müller": {1},
    "MULLER": set(),
    "maschinen": {1},
    "maschinen gmbh": set(),
    "gmbh maschinen": {1},
    "P-200": {2},
    "P200": {8},
    "p 200": {2},
    "200": {2, 8},
    "型水泵": {2},
    "P-200型": {2},
    "E26-00042": {1, 9},
    "00042": {1, 9},
    "26": set(),
    "CT-2026-118": {3},
    "2026-118": {3},
    "2026": {3, 8},
    "O'Brien": {4},
    "o’brien": {4},
    "\"The pump's broken\"": {4},
    "pump": {4, 9},
    "50%": {4},
    "50 %": {4},
    "a@b.example": {4},
    "0815/4711": {5},
    "1,234.56": {5},
    "1234.56": set(),
    "eur": {5},
    "straße": {6},
    "STRASSE": {6},
    "strasse": {6},
    "ärger": {6},
    "arger": set(),
    "abc123": {6},
    "ＡＢＣ": {6},
    "fine": {6},
    "ポンプ": {7},
    "テスト用": {7},
    "насос": {7},
    "مضخة": {7},
    "1e5": {8},
    "0x1f": {8},
    "3.14": {8},
    "v2.0": {8},
    "200p": {8},
    "-7": {8},
    "+49-30-123456": {8},
    "09:30": {8},
    "note": {9},
    "user_name": {9},
    "log.txt": {9},
    "portal.example": {9},
    "the": {4, 10},
    "and or not near": {10},
    "the der das": {10},
    "的": {10},
    "AND": {10},
    "的 了": {10},
    "'; DROP TABLE ticket; --": set(),
    "NEAR(水 泵)": set(),
    "水*": {1, 2, 11, 12},
    "\"水泵\"": {1, 2},
    "(水泵)": {1, 2},
    "!水泵 & | <->": {1, 2},
    "水:泵": {1, 2, 12},
    "\\'水": {1, 2, 11, 12},
}
NOTHING_ASKED = ("", " ", "%_*?", "、。；", "\0", "'\"", "<->", "&|!")


@pytest.fixture(params=["sqlite", "sqlcipher", "postgresql"], scope="module")
def indexed(request, tmp_path_factory):
    """A database of each kind in whose index the texts stand."""
    with apart.pointed_at(apart.home_at(tmp_path_factory.mktemp("search"), request.param)):
        for number, text in TEXTS.items():
            add_words(number, text)
        yield


def found(query: str) -> set[int] | None:
    """The numbers of the texts that a query finds; None when it asks nothing."""
    match = finding._match(query)
    if match is None:
        return None
    return {row[0] for row in db.select(f"SELECT s.rowid FROM ticket_search s WHERE {match.sql}", *match.values)}


def test_every_query_finds_what_stands_there(indexed):
    assert {query: found(query) for query in QUERIES} == QUERIES


@pytest.mark.parametrize("query", NOTHING_ASKED)
def test_signs_alone_ask_nothing(indexed, query):
    assert found(query) is None


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=6)
MIXED = st.text(st.sampled_from("水泵交货期aB1.,-_'\"/@:é½①ﬁ٣ก็हिंが🙂 "), min_size=1, max_size=12)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.one_of(WORDS, MIXED), st.one_of(WORDS, MIXED))
def test_any_text_is_found_by_itself_and_by_nothing_else_than_on_the_other_database(both, text, other):
    answers = [ask(text, other) for ask in both]
    assert answers[0] == answers[1]
    assert answers[0][0] is not False


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """How each database answers: whether the first text finds itself, and whether the second finds the first."""
    homes = [apart.home_at(tmp_path_factory.mktemp("both"), kind) for kind in ("sqlcipher", "postgresql")]
    databases = []
    for home in homes:
        with apart.pointed_at(home) as database:
            databases.append(database)
    return [lambda text, other, database=database: _asked(database, text, other) for database in databases]


def _asked(database, text: str, other: str) -> tuple[bool | None, bool | None]:
    before = db.database.obj
    db.database.initialize(database)
    db.ready()
    try:
        with db.atomic() as transaction:
            add_words(99, text)
            answers = tuple(None if (ids := found(query)) is None else 99 in ids for query in (text, other))
            transaction.rollback()
        return answers
    finally:
        db.database.close()
        db.database.initialize(before)
