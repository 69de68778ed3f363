"""The regulations for everybody to read: all of them with a search, and one page for each rule."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from flask import Response, request

from portal.access import Permission, requires, staff
from portal.core.errors import Missing
from portal.core.web import page
from portal.policy import evidence, in_force, queries, search, targets, words
from portal.policy.book import UnknownRule, related, rule, rules
from portal.policy.forms import SearchForm
from portal.policy.regulation import Figure, Rule, Text
from portal.policy.views.blueprint import blueprint


@blueprint.get("")
@requires(Permission.POLICY_VIEW)
def index() -> Response:
    """Every rule by regulation and chapter; `q` and `how` narrow it."""
    form = SearchForm(request.args)
    found = search.found(rules(), form.q.data or "", form.treatment)
    return page(
        "policy/index.html",
        fragment="policy/_rules.html",
        form=form,
        number=len(found),
        figures=in_force.figures,
        changed=_changed,
        to_confirm=queries.to_confirm(staff()),
        regulations=[(each, _by_chapter(inside)) for each, inside in groupby(found, key=lambda rule: rule.regulation)],
    )


@blueprint.get("/<rule_id>")
@requires(Permission.POLICY_VIEW)
def show(rule_id: str) -> Response:
    """One rule: what it demands, its figures, what the portal does with it, and what shows that it does."""
    try:
        shown = rule(rule_id)
    except UnknownRule:
        raise Missing from None
    return page(
        "policy/show.html",
        rule=shown,
        figures=(figures := in_force.figures(shown)),
        counting=_counting(figures),
        changed=_changed(shown),
        history=queries.history_of(shown.id),
        targets=targets.targets_of(shown.id),
        may_propose=staff().may(Permission.POLICY_PROPOSE),
        related=related(shown),
        evidence=evidence.of_this_project(),
    )


def _by_chapter(found) -> list[tuple]:
    return [(chapter, list(inside)) for chapter, inside in groupby(found, key=lambda rule: rule.chapter)]


def _changed(shown: Rule) -> in_force.Change | None:
    """The newest change in force of what is about a rule; None while it is as shipped."""
    changes = filter(None, (in_force.last_change(target) for target in targets.targets_of(shown.id)))
    return max(changes, key=lambda change: change.version, default=None)


def _counting(figures: Iterable[Figure]) -> list[Text]:
    """How time is counted, each sentence once however many figures it is true of."""
    sentences = (words.counting_in_words(figure) for figure in figures)
    return list(dict.fromkeys(each for each in sentences if each))
