"""The clinic kit: one file that holds who waits, draws fairly among them, and says nothing of who they are.

Works without a network but for one value of a public beacon, which can be typed in. docs/draw-kit.md shows a day with it.
Every operation is a function that takes the open kit first and gives a frozen dataclass with `as_dict()`:

- `store`: make and open a kit (`create`, `Kit`), whose own rules stand in `schema.sql`
- `households`: register, renew, change, recover, merge, and how one stands
- `rounds`: freeze, draw, void
- `offers`: confirm, cancel, serve, withdraw; expire, which also gives on what was given back
- `papers`: tickets and the board
- `departure`: the public folder, and a proof for each household when the draw ends
- `ledger`: all of it counted and proved
"""
