"""The regulations for everybody to read: all of them with a search, and one page for each rule."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, Response, request

from portal.access import Permission, requires
from portal.core.errors import Missing
from portal.core.web import page
from portal.policy import evidence, search, words
from portal.policy.book import UnknownRule, related, rule, rules
from portal.policy.forms import SearchForm
from portal.policy.regulation import Rule, Text

blueprint = Blueprint("policy", __name__, url_prefix="/policy")
blueprint.add_app_template_filter(words.amount_in_words, "amount_in_words")
blueprint.add_app_template_filter(words.label_in_words, "label_in_words")
blueprint.add_app_template_filter(words.figures_in_words, "figures_in_words")
blueprint.add_app_template_filter(words.how_in_words, "how_in_words")
blueprint.add_app_template_filter(words.how_explained, "how_explained")


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
        counting=_counting(shown),
        related=related(shown),
        evidence=evidence.of_this_project(),
    )


def _by_chapter(found) -> list[tuple]:
    return [(chapter, list(inside)) for chapter, inside in groupby(found, key=lambda rule: rule.chapter)]


def _counting(shown: Rule) -> list[Text]:
    """How time is counted, each sentence once however many figures it is true of."""
    sentences = (words.counting_in_words(figure) for figure in shown.figures)
    return list(dict.fromkeys(each for each in sentences if each))
