"""The command line, one file a command. Exit codes: 0 done, 1 not done (the sentence says why), 2 wrong usage."""
