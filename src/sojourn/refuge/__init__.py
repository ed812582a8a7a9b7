"""Refuge: who may claim protection in Canada, what follows, and which clock is running; law as dated rules.

Stands alone: it knows nothing of tables and records. Nothing here is advice.
"""
