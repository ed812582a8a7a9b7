"""The clinic kit: one file that holds who waits, draws fairly among them, and says nothing of who they are.

Works without a network but for one value of a public beacon, which can be typed in. docs/draw-kit.md shows a day with it.
"""
