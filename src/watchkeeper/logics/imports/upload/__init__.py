"""Receiving a file, and storing each of its records."""
