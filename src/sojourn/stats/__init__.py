"""Statistics: arrays in, arrays out; nothing here knows of tables."""
