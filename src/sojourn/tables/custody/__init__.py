"""Detention: stints as published, and the stays, paths and populations that are derived from them."""
