"""Deportation flights: what was seen of aircraft, the legs and missions that follow, and events as sources claim them."""
