"""The pages of forms: the catalogue, filling in, one document and its steps, verification, certificates."""

from portal.signing.views import catalogue, certificates, document, fill, prints, signing, verify  # noqa: F401
from portal.signing.views.blueprint import blueprint

__all__ = ["blueprint"]
