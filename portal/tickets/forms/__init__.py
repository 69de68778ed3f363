"""The forms of pages that all desks share, by what they are about."""

from portal.tickets.forms.facts import FactsForm
from portal.tickets.forms.kin import MergeForm, ParentForm, SplitForm
from portal.tickets.forms.rebases import UndoForm
from portal.tickets.forms.texts import texts_in
from portal.tickets.forms.views import ViewForm
from portal.tickets.forms.worded import CHOOSE, Worded
from portal.tickets.forms.work import AssignForm, BulkForm, RowForm

__all__ = [
    "CHOOSE", "AssignForm", "BulkForm", "FactsForm", "MergeForm", "ParentForm", "RowForm", "SplitForm", "UndoForm", "ViewForm",
    "Worded", "texts_in",
]  # fmt: skip
