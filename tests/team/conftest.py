"""Keys that are found once: a departure is signed by three."""

from tests.signing.conftest import few_keys  # noqa: F401  (autouse)
