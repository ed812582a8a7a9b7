"""Measures of asylum claims and their outcomes, from what international and Canadian bodies print."""
