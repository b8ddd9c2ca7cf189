"""Values of accounts, sessions and tokens."""
