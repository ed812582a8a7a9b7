"""Measures of the immigration courts, on the tables of one court release."""
