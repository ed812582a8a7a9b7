"""Sojourn, the open record of asylum and removal."""

__version__ = "0.1.0"
