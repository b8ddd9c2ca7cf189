"""Settings of the metadata providers: their URLs, and limits on the time and size of responses."""

from pydantic import BaseModel, Field, SecretStr

from watchkeeper.configs.setting_types import Address


class TmdbSettings(BaseModel):
    """The Movie Database: movies, shows and favourites."""

    access_token: SecretStr | None = None
    """The v4 read access token of a TMDb account. Without it movies, shows and favourites are there only for callers
    who send a token of their own in `X-TMDB-Token`."""
    base_url: Address = "https://api.themoviedb.org"
    """Where TMDb answers."""
    image_base_url: Address = "https://image.tmdb.org/t/p"
    """Where its pictures are."""
    region: str = Field(default="US", pattern="^[A-Z]{2}$")
    """A country (ISO 3166-1): titles entered from TMDb get the streaming platforms that have them there."""


class AnilistSettings(BaseModel):
    base_url: Address = "https://graphql.anilist.co"
    """Where AniList answers; it needs no token."""


class ConsumetSettings(BaseModel):
    base_url: Address | None = None
    """A Consumet of your own, `http://127.0.0.1:3000`: its meta/anilist routes are then asked for anime instead of
    AniList."""


class UpstreamSettings(BaseModel):
    connect_seconds: float = Field(default=2.0, gt=0, le=60)
    """How long a connection to one of these may take."""
    read_seconds: float = Field(default=4.0, gt=0, le=60)
    """How long the next bytes of an answer may take."""
    total_seconds: float = Field(default=8.0, gt=0, le=120)
    """How long a call may take in all, trying again included; then the caller gets 504."""
    most_calls: int = Field(default=20, ge=1, le=1000)
    """Calls under way at once to each of them; more wait, and are answered with 503 when it takes too long."""
    most_bytes: int = Field(default=4 * 1024 * 1024, ge=1024, le=64 * 1024 * 1024)
    """Bytes an answer may have."""
