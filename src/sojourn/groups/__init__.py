"""Group removals: people of few nationalities who left together, how sure that is, and which flights fit."""
