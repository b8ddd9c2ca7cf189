"""The command line: one file a command, and what commands share.

Exit codes: 0 done, 1 not done (a sentence says why), 2 wrong usage.
"""
