"""What a version can change: a figure of a rule, or which of the rules that compete for one limit applies. Pure.

A target is text: "CS-3.1a", "CS-3.3c:urgent" where a rule has several figures, "CS-3.1a+TM-4.2c" for rivals. Its facts
are plain values, so that they can be kept, compared and shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import time
from typing import Any

from portal.policy.book import UnknownFigure, UnknownRule, figure, rule, rules
from portal.policy.regulation import Amount, Figure

Facts = Mapping[str, Any]
STRICTER: Facts = {"applies": None}

_rivals: dict[str, tuple[str, ...]] = {}


def of_figure(rule_id: str, name: str | None) -> str:
    """The target that a figure is."""
    return f"{rule_id}:{name}" if name else rule_id


def of_rivals(rule_ids: Iterable[str]) -> str:
    """The target that a choice among rules is, however they are ordered."""
    return "+".join(sorted(rule_ids))


def compete(rule_ids: Iterable[str]) -> None:
    """Make known that these rules set the same limit; a procedure says so when it is loaded."""
    if len(named := tuple(sorted(set(rule_ids)))) > 1:
        _rivals[of_rivals(named)] = named


def rivals(target: str) -> tuple[str, ...] | None:
    """The rules among which a target chooses; None when it is a figure, or nothing that is known."""
    return _rivals.get(target)


def all_targets() -> Iterator[str]:
    """Everything that a version can change, in the order of the book; the choices last."""
    for each in rules():
        yield from (of_figure(each.id, one.name) for one in each.figures)
    yield from sorted(_rivals)


def rules_of(target: str) -> tuple[str, ...]:
    """The ids of the rules that a target is about."""
    return rivals(target) or (target.partition(":")[0],)


def targets_of(rule_id: str) -> tuple[str, ...]:
    """Every target that is about a rule: its figures, and the choices it takes part in."""
    own = (of_figure(rule_id, one.name) for one in rule(rule_id).figures)
    return (*own, *(target for target, named in sorted(_rivals.items()) if rule_id in named))


def shipped_facts(target: str) -> Facts:
    """The facts of a target as shipped. Raises UnknownRule or UnknownFigure for what is none."""
    return dict(STRICTER) if rivals(target) else facts_of(shipped_figure(target))


def shipped_figure(target: str) -> Figure:
    """The figure that a target is, as shipped. Raises UnknownRule or UnknownFigure."""
    rule_id, _colon, name = target.partition(":")
    return figure(rule_id, name or None)


def is_target(text: str) -> bool:
    """Whether a text names something that a version can change."""
    try:
        shipped_facts(text)
    except (UnknownRule, UnknownFigure):
        return False
    return True


def facts_of(one: Figure) -> Facts:
    """What of a figure can change, as plain values."""
    return {"amount": _plain(one.amount), "unit": one.unit, "bound": one.bound, "calendar": one.calendar}


def figure_with(one: Figure, facts: Facts, version: int) -> Figure:
    """A figure as a version has it."""
    return replace(one, **{**facts, "amount": _amount(facts["amount"])}, version=version)


def _plain(amount: Amount) -> Any:
    if isinstance(amount, tuple):
        return [f"{each:%H:%M}" for each in amount]
    return f"{amount:%H:%M}" if isinstance(amount, time) else amount


def _amount(plain: Any) -> Amount:
    if isinstance(plain, list):
        return tuple(map(time.fromisoformat, plain))
    return time.fromisoformat(plain) if isinstance(plain, str) else plain
