"""The forms of an enquiry: one to take it in, one for each step."""

from portal.enquiries.forms.steps import FORMS, SCORES, Step
from portal.enquiries.forms.take import TakeForm

__all__ = ["FORMS", "SCORES", "Step", "TakeForm"]
