"""Claims: sentences held against the record."""
