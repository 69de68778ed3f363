"""A customer's name that is corrected is corrected on its tickets too."""

from __future__ import annotations

import pytest

from portal.archive import actions as archive
from portal.archive.cards import card_of
from portal.archive.models import Customer
from portal.core.errors import Refused
from portal.tickets.models import Ticket
from tests import make

OLD, NEW = "Müler Maschinenbau GmbH", "Müller Maschinenbau SE"


@pytest.fixture
def buyer(cast):
    return Customer.get_by_id(make.customer(OLD).id)


@pytest.fixture
def ticket(cast, buyer):
    return make.enquiry(by=cast.clerk, customer=card_of(buyer))


def correct(buyer, cast, *, version: int = 1, **changes):
    return archive.correct(buyer, version=version, changes=changes, by=cast.manager)


def test_the_ticket_bears_the_new_name(cast, buyer, ticket):
    other = make.enquiry(by=cast.clerk)
    correct(buyer, cast, name=NEW)
    assert Ticket.get_by_id(ticket.id).customer_name == NEW
    assert Ticket.get_by_id(other.id).customer_name == other.customer_name


@pytest.mark.parametrize("sought", ["Müller SE", "Müler"], ids=["new", "former"])
def test_it_is_found_by_the_new_name_and_by_the_former(browse, cast, buyer, ticket, sought):
    correct(buyer, cast, name=NEW)
    page = browse(cast.clerk).get(f"/tickets/search?q={sought}")
    assert ticket.number in page.text
    assert NEW in page.text


def test_another_correction_and_a_stale_one_leave_the_name(cast, buyer, ticket):
    correct(buyer, cast, phone="+49 30 123456")
    with pytest.raises(Refused):
        correct(buyer, cast, name=NEW)
    assert Ticket.get_by_id(ticket.id).customer_name == OLD
