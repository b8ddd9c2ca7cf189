"""Accounts, sessions and tokens: in PostgreSQL (`<noun>_postgres_adapter`), and their cryptography.

- Caches in the process: `account_state_cached_adapter` before `account_state_postgres_adapter`,
  `token_cached_adapter` before `token_jwt_adapter`.
- Tokens: `token_jwt_adapter` encodes, `token_jose_signature` (HS256) or `token_ed25519_signature` signs,
  `token_signature` is what both share.
- Passwords: `password_bcrypt_adapter` hashes, `password_zxcvbn_adapter` knows common ones.
"""
