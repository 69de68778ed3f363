"""Registering and correcting: what is kept, what is refused, what the journal says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal.archive import actions, queries
from portal.archive.models import Customer
from portal.audit import SYSTEM
from portal.audit.models import JournalRow
from portal.core.errors import Refused
from portal.core.time import frozen

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def journal(what: str) -> JournalRow:
    return JournalRow.get(JournalRow.what == what)


@pytest.fixture
def mueller(cast) -> Customer:
    card = actions.register(name="Müller GmbH", country="DE", phone="+49 30 1234567", by=cast.clerk)
    return queries.found(cast.clerk, card.id)


def test_a_customer_belongs_to_the_region_of_its_country(cast):
    with frozen(NOON):
        card = actions.register(name=" Acme  Inc. ", country="US", by=SYSTEM)
    row = queries.found(cast.stranger, card.id)
    assert (row.name, row.name_key, row.region, row.zone, row.language) == (
        "Acme Inc.",
        "acme inc.",
        "us",
        "America/New_York",
        "en",
    )
    assert (row.created_at, row.created_by, row.version) == (NOON, "system", 1)


def test_registering_is_in_the_journal(mueller, cast):
    row = journal("customer.registered")
    assert (row.who, row.subject) == ("agent.eu", f"customer {mueller.id}")
    assert row.changes == {
        "name": [None, "…"],
        "country": [None, "DE"],
        "language": [None, "de"],
        "zone": [None, "Europe/Berlin"],
        "contact": [None, ""],
        "email": [None, ""],
        "phone": [None, "…"],
    }


@pytest.mark.rule("TM-4.8d", "DM-I11")
def test_no_personal_value_is_in_the_journal_which_nobody_can_destroy(mueller, cast):
    personal = {"name": "Zöllner AG", "contact": "Eva Zöllner", "email": "eva@zoellner.de", "phone": "+49 40 7654321"}
    actions.correct(mueller, version=1, changes=personal, by=cast.clerk)
    kept = str([(row.subject, row.reason, row.changes) for row in JournalRow.select()])
    for value in ("Müller GmbH", "1234567", *personal.values()):
        assert value not in kept


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"country": "XX"},
        {"email": "eva"},
        {"phone": "call me"},
        {"zone": "Mars/Base"},
        {"language": "xx"},
    ],
)
def test_a_field_that_will_not_do_is_refused_and_nothing_kept(database, wrong):
    with pytest.raises(Refused):
        actions.register(**{"name": "Acme", "country": "US"} | wrong, by=SYSTEM)
    assert Customer.select().count() == 0
    assert not JournalRow.select().where(JournalRow.what == "customer.registered").exists()


def test_a_correction_is_in_the_journal_with_before_and_after(mueller, cast):
    changed = actions.correct(mueller, version=1, changes={"contact": "Eva", "country": "FR"}, by=cast.manager)
    assert changed == {"contact": ["", "Eva"], "country": ["DE", "FR"]}
    row = journal("customer.corrected")
    assert (row.who, row.subject) == ("manager", f"customer {mueller.id}")
    assert row.changes == {"contact": ["", "…"], "country": ["DE", "FR"]}


def test_a_correction_keeps_what_it_does_not_name_and_derives_the_rest(mueller, cast):
    actions.correct(mueller, version=1, changes={"name": "MÜLLER SA", "country": "US"}, by=cast.manager)
    row = queries.found(cast.manager, mueller.id)
    assert (row.name_key, row.region, row.phone, row.zone, row.version) == (
        "müller sa",
        "us",
        "+49 30 1234567",
        "Europe/Berlin",
        2,
    )


def test_a_stale_correction_is_refused_and_says_what_to_do(mueller, cast):
    actions.correct(mueller, version=1, changes={"contact": "Eva"}, by=cast.clerk)
    with pytest.raises(Refused, match="Compare with what is recorded now"):
        actions.correct(mueller, version=1, changes={"contact": "Otto"}, by=cast.manager)
    assert queries.found(cast.clerk, mueller.id).contact == "Eva"
    assert JournalRow.select().where(JournalRow.what == "customer.corrected").count() == 1


def test_a_correction_that_will_not_do_is_refused(mueller, cast):
    with pytest.raises(Refused):
        actions.correct(mueller, version=1, changes={"email": "nowhere"}, by=cast.clerk)
    assert queries.found(cast.clerk, mueller.id).version == 1


def test_nothing_changed_leaves_no_trace(mueller, cast):
    assert actions.correct(mueller, version=1, changes={"name": "Müller  GmbH"}, by=cast.clerk) == {}
    assert not JournalRow.select().where(JournalRow.what == "customer.corrected").exists()
    assert queries.found(cast.clerk, mueller.id).version == 1
