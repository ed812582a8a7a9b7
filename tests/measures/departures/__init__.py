"""Measures of departures."""
