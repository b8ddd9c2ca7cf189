"""Errors of each area, one file an area: kind, code, title and detail. docs/errors.md lists all."""
