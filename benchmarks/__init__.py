"""Measurements with real data, run by hand; see README.md."""
