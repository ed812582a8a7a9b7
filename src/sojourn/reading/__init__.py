"""Bytes to accounted text rows: what a file is, its lines and cells, and what could not be read."""
