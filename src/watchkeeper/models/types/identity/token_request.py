from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """A request to the OAuth 2 token endpoint (RFC 6749 §4.3 and §6); members that were not sent are None."""

    grant_type: str | None
    username: str | None
    password: str | None
    refresh_token: str | None
