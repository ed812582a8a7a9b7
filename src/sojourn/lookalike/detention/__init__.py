"""Invented releases of detention stints in the agencies' layouts, with planted faults and the truth of every answer."""

from sojourn.lookalike.detention.release import SOURCE, maker

__all__ = ["SOURCE", "maker"]
