"""Settings of tokens, sessions and passwords."""

from pydantic import BaseModel, Field

from watchkeeper.configs.setting_types import Names
from watchkeeper.configs.signing_settings import SigningSettings


class AuthSettings(SigningSettings):
    issuer: str = "watchkeeper"
    """The claim `iss` of tokens; tokens with another one are rejected."""
    audience: str = "watchkeeper-api"
    """The claim `aud`, likewise."""
    access_minutes: int = Field(default=15, ge=1, le=24 * 60)
    """Lifetime of an access token."""
    refresh_days: int = Field(default=7, ge=1, le=365)
    """Lifetime of a refresh token; each use returns a new one with the full lifetime."""
    session_days: int = Field(default=30, ge=1, le=365)
    """Lifetime of a session, however often its tokens are refreshed; then the password is needed again."""
    page_hours: int = Field(default=24, ge=1, le=24 * 365)
    """Lifetime of a session of the page that ends with the browser."""
    page_idle_days: int = Field(default=30, ge=1, le=365)
    """How long a browser stays signed in without use, where the person wishes it to."""
    page_days: int = Field(default=90, ge=1, le=3650)
    """How long it stays signed in at the most."""
    bcrypt_rounds: int = Field(default=12, ge=4, le=16)
    """Cost of hashing a password; each step doubles the time. Existing hashes stay valid, and are renewed with the new
    cost at the next sign-in."""


class PasswordSettings(BaseModel):
    """Rules for new passwords (NIST SP 800-63B: length, and no common passwords; no composition rules)."""

    min_length: int = Field(default=8, ge=1, le=128)
    """Minimum length of a new password, in characters."""
    rejected_words: Names = ["watchkeeper"]
    """Words that a password must not consist of, like the own names: besides them it needs six more letters or
    digits."""
