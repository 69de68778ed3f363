"""Pages of what may be said: wording, canned answers, notes on countries."""

from portal.knowledge.views import answers, countries, wording
from portal.knowledge.views.blueprint import blueprint

__all__ = ["answers", "blueprint", "countries", "wording"]
