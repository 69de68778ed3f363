"""Policy: the company's regulations as data, and the one door to their figures.

Words      regulation (never "policy document"), chapter, rule (one id, for ever), form (a rule of the regulation F),
           figure (a number with its unit and calendar; not "limit" or "SLA"), how (what the portal does with a rule),
           citation (a place in the code that names a rule's id), evidence (citations and the tests that show it).
Rests on   core for its pages; the data, the search and the command need neither database nor web.
Decided    2026-11: figures are asked for by rule id through `figure()` alone, so that a version with an effective date
           can stand behind it later. Refused: constants in the areas, which nobody could change or explain.
           2026-11: a figure has a `sense` (within, every, at least …): "every 3 working days" and "within 3 working
           days" are the same number and not the same demand.
           2026-11: the forms are rules of a regulation of their own, F: cited, searched and shown like any other.
           2026-11: unknown ids in a test's mark are errors, in code they are not: code may name a whole section.
"""

from portal.policy.book import UnknownFigure, UnknownRule, figure, regulations, rule, rules
from portal.policy.regulation import Chapter, Figure, Regulation, Rule, Text

__all__ = ["Chapter", "Figure", "Regulation", "Rule", "Text", "UnknownFigure", "UnknownRule"]
__all__ += ["figure", "regulations", "rule", "rules"]
