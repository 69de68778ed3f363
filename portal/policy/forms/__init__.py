"""The forms of this area: the search above the rules, and those of a version."""

from portal.policy.forms.search import SearchForm
from portal.policy.forms.versions import ReasonForm, proposal_form

__all__ = ["ReasonForm", "SearchForm", "proposal_form"]
