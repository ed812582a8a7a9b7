"""The simulator and auditor of allocation policies: what a rule does to those who wait, day after day.

It replays the places of the record, compares rules, and lists which rules and pools fit what was published. Stands alone:
figures of the record are given to it as numbers.
"""

from typing import Final

LIMITS: Final = (
    "The number of people waiting and the number arriving each day were never published.",
    "The share of places for those who had waited longest was never published officially.",
    "Requests are not people: one person may have asked on many days, and some not on every day.",
    "What is shown are sets of histories that are consistent with the record, not the history.",
)
"""Printed with every answer."""
