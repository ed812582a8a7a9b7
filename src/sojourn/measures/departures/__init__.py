"""Measures of who left together: group removals, routine charters, and what came before them."""
