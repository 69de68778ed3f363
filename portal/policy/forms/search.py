"""The search above the list of rules."""

from __future__ import annotations

from wtforms import SelectField

from portal.core.forms import Form, line
from portal.core.i18n import _, both, lazy
from portal.policy.regulation import HOWS
from portal.policy.words import how_in_words


class SearchForm(Form):
    """From the address. A treatment that does not exist filters nothing."""

    class Meta(Form.Meta):
        csrf = False

    q = line(lazy("Number or words"), render_kw={"type": "search"})
    how = SelectField(lazy("Treated as"), validate_choice=False)

    def __init__(self, formdata):
        super().__init__(formdata)
        self.how.choices = [("", _("All")), *((how, both(*how_in_words(how))) for how in HOWS)]

    @property
    def treatment(self) -> str:
        return self.how.data if self.how.data in HOWS else ""
