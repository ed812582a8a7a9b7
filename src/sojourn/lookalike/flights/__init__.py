"""Invented flights in the forms of every source of flights, with planted faults and the flights that are true."""

from sojourn.lookalike.flights.make import SOURCES, WORLD_ROWS, maker

__all__ = ["SOURCES", "WORLD_ROWS", "maker"]
