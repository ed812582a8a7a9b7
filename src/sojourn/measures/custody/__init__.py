"""Measures of detention, on the stints of one release and what is derived from them."""
