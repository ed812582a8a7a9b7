"""The tables of the immigration courts: declared, read from text, and what is derived from them."""
