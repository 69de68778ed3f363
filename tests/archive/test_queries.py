"""Who is shown which customers, and what other areas are given of them."""

from __future__ import annotations

import pytest
from playhouse.test_utils import assert_query_count

from portal.access.queries import sees_region
from portal.archive import queries
from portal.archive.actions import register
from portal.archive.queries import Filters
from portal.audit import SYSTEM
from portal.core import db
from portal.core.errors import Missing


def customer(name: str, country: str = "DE", **more):
    return register(name=name, country=country, by=SYSTEM, **more)


def names(page) -> list[str]:
    return [card.name for card in page.rows]


def test_a_clerk_sees_the_own_region_and_a_manager_all_of_them(cast):
    customer("Müller GmbH"), customer("Acme Inc.", "US")
    assert names(queries.listed(cast.clerk, Filters(), None)) == ["Müller GmbH"]
    assert names(queries.listed(cast.manager, Filters(), None)) == ["Acme Inc.", "Müller GmbH"]
    assert names(queries.listed(cast.auditor, Filters(), None)) == []


def test_whoever_sees_everything_of_a_list_finds_each_and_nothing_else(cast):
    made = [customer("Müller GmbH"), customer("Acme Inc.", "US")]
    for person in (cast.clerk, cast.stranger, cast.manager, cast.auditor):
        listed = {card.id for card in queries.listed(person, Filters(), None).rows}
        for one in made:
            if one.id in listed:
                assert queries.found(person, one.id).id == one.id
                assert sees_region(person, one.region)
            else:
                with pytest.raises(Missing):
                    queries.found(person, one.id)
                with pytest.raises(Missing):
                    queries.card(person, one.id)
                assert not sees_region(person, one.region)


def test_a_card_says_all_that_is_recorded(cast):
    made = customer("Müller GmbH", contact="Eva Müller", email="eva@mueller.de", phone="+49 30 1234567")
    card = queries.card(cast.clerk, made.id)
    assert (card.country, card.country_zh, card.country_en, card.region) == ("DE", "德国", "Germany", "eu")
    assert (card.language, card.zone) == ("de", "Europe/Berlin")
    assert (card.contact, card.email, card.phone) == ("Eva Müller", "eva@mueller.de", "+49 30 1234567")
    assert (card.country_name, card.language_name, card.city) == ("德国", "德语", "柏林")


def test_cards_of_a_list_cost_one_query(cast):
    made = [customer(f"Customer {number}") for number in range(20)]
    with assert_query_count(1):
        cards = queries.cards([card.id for card in made] * 2)
    assert cards[made[7].id].name == "Customer 7"
    assert len(cards) == 20


def test_a_name_is_found_however_it_is_written(cast):
    made = customer("Müller GmbH")
    assert queries.named(cast.clerk, " MÜLLER  gmbh", "DE").id == made.id
    assert queries.named(cast.clerk, "Müller GmbH", "AT") is None
    assert queries.named(cast.stranger, "Müller GmbH", "DE") is None


def test_of_two_with_one_name_the_first_is_meant(cast):
    first = customer("Müller GmbH", contact="Eva")
    customer("Müller GmbH", contact="Otto")
    assert queries.named(cast.clerk, "Müller GmbH", "DE").id == first.id


def test_namesakes_are_all_that_the_person_may_see(cast):
    made = [customer("Müller GmbH"), customer(" müller  GMBH")]
    customer("Müller GmbH", "AT"), customer("Müller SA")
    assert [card.id for card in queries.namesakes(cast.clerk, "Müller GmbH", "DE")] == [card.id for card in made]
    assert queries.namesakes(cast.stranger, "Müller GmbH", "DE") == []


def test_booking_knows_a_customer_of_another_region_and_takes_the_first(cast):
    first = customer("Acme Inc.", "US")
    customer("ACME Inc.", "US")
    assert queries.named(cast.clerk, "Acme Inc.", "US") is None
    assert queries.known_as(" acme  INC.", "US") == queries.card(cast.manager, first.id)
    assert queries.known_as("Acme Inc.", "CA") is None


def test_suggestions_begin_with_the_text_then_contain_it(cast):
    for name in ("Alte Müllerei", "Müller GmbH", "Müller & Söhne", "Bauer AG"):
        customer(name)
    suggested = [card.name for card in queries.suggestions(cast.clerk, "MÜLL")]
    assert suggested == ["Müller & Söhne", "Müller GmbH", "Alte Müllerei"]


def test_suggestions_are_few_and_of_the_own_region(cast):
    for number in range(6):
        customer(f"Nord {number}"), customer(f"Der Nord {number}"), customer(f"Nord {number}", "US")
    suggested = queries.suggestions(cast.clerk, "nord")
    assert [card.name for card in suggested] == [*(f"Nord {number}" for number in range(6)), "Der Nord 0", "Der Nord 1"]
    assert {card.region for card in suggested} == {"eu"}


@pytest.mark.parametrize("text", ["", "   ", "\u200b"])
def test_blank_text_suggests_nothing(cast, text):
    customer("Müller GmbH")
    assert queries.suggestions(cast.clerk, text) == []


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", '"', "\x00", "\U0010ffff"])
def test_signs_of_the_query_language_are_only_text(cast, text):
    customer("Müller GmbH"), customer("100% Wolle")
    assert [card.name for card in queries.suggestions(cast.clerk, text)] == (["100% Wolle"] if text == "%" else [])


def test_one_chinese_character_finds_a_name(cast):
    customer("北京快乐贸易", "CN")
    assert names(queries.listed(cast.manager, Filters(name="乐"), None)) == ["北京快乐贸易"]


def test_filters_narrow_together(cast):
    customer("Müller GmbH"), customer("Müller SA", "FR"), customer("Müller Inc.", "US")
    european = queries.listed(cast.manager, Filters(name="müller", region="eu"), None)
    assert names(european) == ["Müller GmbH", "Müller SA"]
    assert names(queries.listed(cast.manager, Filters(name="müller", country="FR"), None)) == ["Müller SA"]
    assert names(queries.listed(cast.clerk, Filters(region="us"), None)) == []


def test_pages_follow_one_another_without_gap_or_repeat(cast):
    made = [customer(f"Same {number % 3}") for number in range(101)]
    seen, after = [], None
    while True:
        page = queries.listed(cast.clerk, Filters(), after)
        seen += [card.id for card in page.rows]
        if not (after := page.after):
            break
    assert len(seen) == len(set(seen)) == len(made)
    assert seen == [card.id for card in sorted(made, key=lambda card: (card.name, card.id))]


def test_a_mark_somebody_tampered_with_begins_at_the_start(cast):
    customer("Müller GmbH")
    assert names(queries.listed(cast.clerk, Filters(), "nonsense")) == ["Müller GmbH"]


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        (
            "SELECT * FROM customer WHERE region = 'eu' AND name_key >= 'm' AND name_key < 'n' ORDER BY name_key, id",
            "region",
        ),
        ("SELECT * FROM customer WHERE region = 'eu' ORDER BY name_key, id LIMIT 51", "region"),
        ("SELECT * FROM customer WHERE (name_key, id) > ('m', 3) ORDER BY name_key, id LIMIT 51", "name_key"),
    ],
)
def test_lists_walk_an_index_and_sort_nothing(database, sql, index):
    if db.is_postgresql():
        pytest.skip("reads SQLite's query plan")
    plan = " ".join(row[3] for row in db.select(f"EXPLAIN QUERY PLAN {sql}"))
    assert f"USING INDEX customer_{index}" in plan
    assert "TEMP B-TREE" not in plan
