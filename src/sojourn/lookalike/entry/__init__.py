"""Invented tables of appointments and encounters in the forms of OHSS and CBP, with planted faults."""

from sojourn.lookalike.entry.make import SOURCES, WORLD_ROWS, maker

__all__ = ["SOURCES", "WORLD_ROWS", "maker"]
