"""Machinery that knows nothing of what people watch."""
