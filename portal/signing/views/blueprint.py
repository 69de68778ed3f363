"""The blueprint that the pages of forms hang on."""

from __future__ import annotations

from cryptography import x509
from flask import Blueprint, current_app

from portal.core.files import Store
from portal.signing import outside
from portal.signing.keyring import Keyring
from portal.signing.queries import certificates as queries

blueprint = Blueprint("signing", __name__)
ONE = "/forms/<number>"


def store() -> Store:
    """Where the files of documents are kept."""
    return current_app.extensions["store"]


def root() -> x509.Certificate:
    """What people trust here. Raises Missing where `portal migrate` has not made it yet."""
    return queries.root()


def trusted() -> tuple[x509.Certificate, ...]:
    """All that a signature may lead back to: the portal's own root, and what the company brought along."""
    return root(), *outside.anchors(current_app.extensions["settings"])


def keyring() -> Keyring:
    """The keys of this home's certificates."""
    return current_app.extensions["keyring"]
