"""The commands of manage.py: one module for each command, and modules that commands share.

Exit codes: 0 success, 1 failure (with a message), 2 wrong usage.
"""
