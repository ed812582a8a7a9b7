"""Invented releases of the immigration court case data in the agency's true format, with the truth beside them.

A world of so many cases under one seed has two releases: the first and the next month's. Any chunk of either can be
made without the rest, so size is bound by time and not by memory.
"""

from sojourn.lookalike.court.made import NEXT_MONTH, SOURCE, maker, write
from sojourn.lookalike.court.release import Form, Written
from sojourn.lookalike.court.release import write as write_release
from sojourn.lookalike.court.world import World

__all__ = ["NEXT_MONTH", "SOURCE", "Form", "World", "Written", "maker", "write", "write_release"]
