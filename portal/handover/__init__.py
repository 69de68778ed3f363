"""Shifts and duty: so far the checks before service begins (CR-9.3); the handover of shifts comes.

Words      readiness (the six checks of a region's morning, form F-25), opening (when the region's calendar opens that day).
"""
