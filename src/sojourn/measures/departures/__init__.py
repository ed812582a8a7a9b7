"""Measures of departures: novel groups, flights seen, and events as their sources claim them."""
