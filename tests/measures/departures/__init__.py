"""Measures of how people left."""
