"""Accounts: signing up and in, sessions, tokens, passwords, roles.

- Signing up: `account_logic`, `registration_policy`, `invitation_logic`, `new_username`, `account_profile`.
- Signing in: `password_sign_in` behind `sign_in_guard`; `session_logic` and `token_rotation` (refresh tokens),
  `token_logic` (OAuth 2), `page_session_logic` (the cookie of the page), `application_token_logic`.
  `authentication_logic` verifies each request's caller, `token_uses` stores when a token was used.
- Passwords: `password_policy`, `password_check` (asked again), `password_reset_logic`.
- Own account: `own_account`, `preferences_logic`. Admins: `user_logic`, `account_usage_logic`, `last_admin`.
- Shared: `secret_codes`, `secret_texts`, `account_auditing`, `application_token_auditing`.
"""
