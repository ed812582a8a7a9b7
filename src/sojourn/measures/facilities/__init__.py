"""What is known of a facility: codes, names, places, types, and its measures."""
