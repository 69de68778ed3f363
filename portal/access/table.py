"""Permission × role × what it opens, read from the code itself: the table an auditor asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from portal.access.hooks import steps
from portal.access.permissions import Permission
from portal.access.roles import ROLES

CONVERTER = re.compile(r"<[^<>:]+:(\w+)>")


class Door(NamedTuple):
    """One kind of request to one address: "GET" opens a page, "POST" changes something."""

    method: str
    address: str


class Line(NamedTuple):
    """A permission, the keys of the roles that have it, the doors it opens, and the steps (Chinese, English) it allows."""

    permission: Permission
    roles: tuple[str, ...]
    doors: tuple[Door, ...]
    steps: tuple[tuple[str, str], ...]

    @property
    def names(self) -> tuple[str, str]:
        return self.permission.names


def lines(url_map: Any, views: Mapping[str, Callable]) -> list[Line]:
    """Every permission in order, from an application's routes and view functions."""
    doors = _doors(url_map, views)
    return [
        Line(
            permission,
            tuple(key for key, role in ROLES.items() if permission in role.permissions),
            tuple(doors.get(permission, ())),
            tuple((step.zh, step.en) for step in steps() if step.permission == permission),
        )
        for permission in Permission
    ]


def open_doors(url_map: Any, views: Mapping[str, Callable]) -> list[Door]:
    """What opens for everybody, signed in or not."""
    return _doors(url_map, views).get(None, [])


def _doors(url_map: Any, views: Mapping[str, Callable]) -> dict[Permission | None, list[Door]]:
    found: dict[Permission | None, list[Door]] = {}
    for rule in sorted(url_map.iter_rules(), key=lambda rule: rule.rule):
        permission = getattr(views[rule.endpoint], "permission", None)
        found.setdefault(permission, []).extend(_of(rule))
    return found


def _of(rule: Any) -> Iterable[Door]:
    address = CONVERTER.sub(r"<\1>", rule.rule)
    return (Door(method, address) for method in sorted(rule.methods - {"HEAD", "OPTIONS"}))
