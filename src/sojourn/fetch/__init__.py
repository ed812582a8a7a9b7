"""Fetching, the only part that asks a server: files of a recorded hash, and releases that an agency renews.

A renewed release is resumed where it stopped, proved, and never put in place of an older one.
"""
