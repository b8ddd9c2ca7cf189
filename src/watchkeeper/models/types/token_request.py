from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """A request to the OAuth 2 token endpoint (RFC 6749 §4.3 and §6); what was not sent is None."""

    grant_type: str | None
    username: str | None
    password: str | None
    refresh_token: str | None
