"""The regulations in force, read once per process, and the doors through which every area asks for them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from portal.policy.loader import load
from portal.policy.regulation import Figure, Regulation, Rule

SHIPPED = Path(__file__).resolve().parent / "regulations"


class UnknownRule(LookupError):
    """No regulation has a rule with this id."""


class UnknownFigure(LookupError):
    """The rule has no such figure."""


@cache
def _book() -> dict[str, Rule]:
    return {rule.id: rule for rule in load(SHIPPED)}


def rules() -> tuple[Rule, ...]:
    """Every rule and form, in the order of the book."""
    return tuple(_book().values())


def regulations() -> tuple[Regulation, ...]:
    """The regulations in their order."""
    return tuple(dict.fromkeys(rule.regulation for rule in rules()))


def rule(rule_id: str) -> Rule:
    """The rule with exactly this id. Raises UnknownRule."""
    try:
        return _book()[rule_id]
    except KeyError:
        raise UnknownRule(f"No regulation has a rule {rule_id}.") from None


def figure(rule_id: str, name: str | None = None) -> Figure:
    """The figure of a rule as shipped, by its name where the rule has several; what is in force is `policy.figure`.

    Raises UnknownRule, or UnknownFigure with the names there are.
    """
    figures = {each.name: each for each in rule(rule_id).figures}
    if name not in figures:
        names = ", ".join(str(each) for each in figures) or "none"
        raise UnknownFigure(f"{rule_id} has no figure {name}; it has: {names}.")
    return figures[name]


def related(shown: Rule) -> tuple[Rule, ...]:
    """The rules to read with this one: those it names, then those that name it."""
    naming = (each.id for each in rules() if shown.id in each.see)
    return tuple(rule(each) for each in dict.fromkeys((*shown.see, *naming)))
