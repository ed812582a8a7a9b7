"""Measures of departures: who left together, routine charters, what came before them, and events as sources claim them."""
