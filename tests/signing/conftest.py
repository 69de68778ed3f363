"""Keys of 3072 bits take a second each to find: tests take theirs from a few that are found once."""

import itertools

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from portal.signing import authority
from tests import make

SOME = 6
_found: list = []


@pytest.fixture(autouse=True)
def few_keys(monkeypatch):
    """One key after another of `SOME`, in turn: no test asks whether keys are new."""
    turn = itertools.count()

    def found(public_exponent, key_size):
        number = next(turn) % SOME
        while len(_found) <= number:
            _found.append(generate_private_key(public_exponent=public_exponent, key_size=key_size))
        return _found[number]

    monkeypatch.setattr(authority, "generate_private_key", found)


@pytest.fixture
def market(cast):
    """A market clerk of Europe, who hands papers over."""
    return make.staff("market", name="林市场", roles=["market"], department="market")
