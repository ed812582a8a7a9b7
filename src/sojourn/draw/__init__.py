"""A fair draw for scarce appointments that anyone can verify: the core, the verifier, the simulator and the clinic kit.

Stands alone: it knows nothing of tables and records.
"""
