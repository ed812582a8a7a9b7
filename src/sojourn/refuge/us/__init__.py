"""The rules pack of the United States: which clock is running, with every candidate date and the rule behind it.

Rules are dated data (rules.toml, circuits.toml); nothing in them was checked in an official text, so each is printed as
not verified, with who says it. Nothing here is advice.
"""
