"""Measures of how people left: in groups, and in which."""
