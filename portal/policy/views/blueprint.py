"""The blueprint that the pages of the regulations hang on, and the words that every template may use."""

from flask import Blueprint

from portal.policy import in_force, words

blueprint = Blueprint("policy", __name__, url_prefix="/policy")
blueprint.before_app_request(in_force.look_again)
blueprint.add_app_template_filter(words.amount_in_words, "amount_in_words")
blueprint.add_app_template_filter(words.label_in_words, "label_in_words")
blueprint.add_app_template_filter(words.figures_in_words, "figures_in_words")
blueprint.add_app_template_filter(words.how_in_words, "how_in_words")
blueprint.add_app_template_filter(words.how_explained, "how_explained")
blueprint.add_app_template_filter(words.target_in_words, "target_in_words")
blueprint.add_app_template_filter(words.target_with_titles, "target_with_titles")
blueprint.add_app_template_filter(words.titles_in_words, "titles_in_words")
blueprint.add_app_template_filter(words.facts_in_words, "facts_in_words")
