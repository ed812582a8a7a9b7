"""Fetching of a release that its agency renews under one address: resumed, proved, and never in place of an older one."""
