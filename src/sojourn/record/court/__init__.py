"""A release of the immigration courts, from its files to its parts in the record."""
