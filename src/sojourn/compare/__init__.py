"""What changed between two releases of one source: rows that left, came, came back or were rewritten, and the form.

Rows are matched by the key that their table declares, nothing else. What comes out are counts, never rows.
"""

from sojourn.compare.publishable import publishable
from sojourn.compare.report import SCHEMA, Comparison, compare
from sojourn.compare.sides import successive

__all__ = ["SCHEMA", "Comparison", "compare", "publishable", "successive"]
