"""Measures of departures: events as their sources claim them."""
