"""The demo company: people, customers and enquiries in every state, so that no page is empty and every clock is seen.

Words      moment ("2d 3h ago", told from when it is loaded), story (one enquiry from the first word on), step.
Rests on   the areas' own actions, never their tables: what the demo shows is what the portal does.
Decided    2026-11: the stories are played in the order of time, with the scheduler's jobs in between, so that numbers,
           journal, warnings and misses stand as they would in a company that had worked with the portal for weeks.
"""

from portal.demo.loading import load

__all__ = ["load"]
