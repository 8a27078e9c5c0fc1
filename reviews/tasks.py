"""Registers the runners of background jobs by name; each is two lines: fetch, one call."""
