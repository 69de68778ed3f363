"""A guard on writing: inside its block every outermost transaction begins with a check, and nothing is written without one.

A check that raises ends its transaction, which has written nothing yet. What is checked inside a transaction and locked by
it stays true until the commit; that is how `core.lease` keeps a scheduler out that lost its turn while it stood still.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

READING = ("SELECT", "PRAGMA")

_check: ContextVar[Callable[[], object] | None] = ContextVar("check", default=None)


@contextmanager
def beginning_with(check: Callable[[], object]) -> Iterator[None]:
    """Let every outermost transaction of this thread begin with `check()`, which may read, lock, write and raise."""
    token = _check.set(check)
    try:
        yield
    finally:
        _check.reset(token)


class Guarded:
    """What the databases of the portal have in common; to be named before peewee's own class."""

    def begin(self, *args, **options):
        super().begin(*args, **options)
        if check := _check.get():
            self._begin_with(check)

    def execute_sql(self, sql, params=None):
        """A single statement that writes is a transaction too where a check is demanded."""
        if _check.get() is None or self.in_transaction() or sql.startswith(READING):
            return super().execute_sql(sql, params)
        with self.atomic():
            return super().execute_sql(sql, params)

    def _begin_with(self, check: Callable[[], object]) -> None:
        token = _check.set(None)
        try:
            check()
        except BaseException:
            self.rollback()
            raise
        finally:
            _check.reset(token)
