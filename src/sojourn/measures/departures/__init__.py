"""Measures of departures: novel groups, and events as their sources claim them."""
