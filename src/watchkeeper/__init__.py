"""Watchkeeper: the open backend for what people watch."""

__version__ = "0.1.0"
