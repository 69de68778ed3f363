"""The forms of the pages of canned answers."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import SelectField, ValidationError

from portal.archive.choices import language_choices
from portal.archive.languages import LANGUAGES
from portal.core.forms import Form, filled, line, text
from portal.core.i18n import _, lazy
from portal.knowledge.choices import SCENARIOS
from portal.knowledge.queries.answers import Filters
from portal.tickets import words
from portal.tickets.forms import CHOOSE

LONGEST = 4000


class AnswerForm(Form):
    """A canned answer, or the next version of one."""

    scenario = SelectField(lazy("Scenario"), [filled(CHOOSE)], validate_choice=False)
    language = SelectField(lazy("Language"), [filled(CHOOSE)], validate_choice=False)
    title = line(lazy("Title"), filled(), longest=80)
    text = text(lazy("Text"), filled(), longest=LONGEST)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.scenario.choices = words.choices(SCENARIOS)
        self.language.choices = [("", _("Choose …")), *language_choices()]

    def validate_scenario(self, field) -> None:
        if field.data not in SCENARIOS:
            raise ValidationError(str(CHOOSE))

    def validate_language(self, field) -> None:
        if field.data not in LANGUAGES:
            raise ValidationError(str(CHOOSE))

    def values(self) -> dict[str, str]:
        """The fields as the actions take them."""
        return {name: self[name].data for name in ("scenario", "language", "title", "text")}


class FilterForm(Form):
    """What the list is narrowed to, from the address; a word that means nothing narrows nothing."""

    class Meta(Form.Meta):
        csrf = False

    q = line(lazy("Words"), render_kw={"type": "search"})
    scenario = SelectField(lazy("Scenario"), validate_choice=False)
    language = SelectField(lazy("Language"), validate_choice=False)

    def __init__(self, asked: Mapping[str, str]):
        super().__init__(formdata=asked)
        self.scenario.choices = [("", _("All")), *words.choices(SCENARIOS)]
        self.language.choices = [("", _("All")), *language_choices()]

    def filters(self) -> Filters:
        return Filters((self.q.data or "")[:80], self._chosen(self.scenario), self._chosen(self.language))

    @staticmethod
    def _chosen(field: SelectField) -> str:
        return field.data if field.data in dict(field.choices) else ""
