"""What may leave the machine: tiers, computed from what a finding tells about people, and the gate."""
