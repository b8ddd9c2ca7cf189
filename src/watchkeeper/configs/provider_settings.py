"""Settings of the metadata providers: addresses, time-outs and size limits."""

from pydantic import BaseModel, Field, SecretStr

from watchkeeper.configs.setting_types import Address
from watchkeeper.models.types.discovery.discovery import ServerTokenUse


class TmdbSettings(BaseModel):
    """The Movie Database: movies, shows and favourites."""

    access_token: SecretStr | None = None
    """The v4 read access token of a TMDb account. Without it movies, shows and favourites work only for callers who
    send their own token in `X-TMDB-Token`."""
    base_url: Address = "https://api.themoviedb.org"
    """Address of TMDb."""
    image_base_url: Address = "https://image.tmdb.org/t/p"
    """Address of its images."""
    region: str = Field(default="US", pattern="^[A-Z]{2}$")
    """A country (ISO 3166-1): titles from TMDb get the streaming platforms of this country."""


class FavoriteSettings(BaseModel):
    """Favourites, which TMDb stores."""

    server_token: ServerTokenUse = ServerTokenUse.ADMINS
    """Who may read, change and share favourites with `TMDB__ACCESS_TOKEN`, that is with the rights of your account at
    TMDb: `admins`, or `everyone` who is signed in. Others send their own token in `X-TMDB-Token`."""


class AnilistSettings(BaseModel):
    base_url: Address = "https://graphql.anilist.co"
    """Address of AniList; it needs no token."""


class TvmazeSettings(BaseModel):
    enabled: bool = False
    """Whether TVmaze is asked about shows that have an id of IMDb or TVDB: at what instant episodes air, and for shows
    that TMDb lacks. It needs no token. Its data are CC BY-SA: name it where you show them."""
    base_url: Address = "https://api.tvmaze.com"
    """Address of TVmaze."""


class ConsumetSettings(BaseModel):
    base_url: Address | None = None
    """Address of your own Consumet, `http://127.0.0.1:3000`: its meta/anilist routes then replace AniList."""


class UpstreamSettings(BaseModel):
    connect_seconds: float = Field(default=2.0, gt=0, le=60)
    """Time-out of connecting to a provider."""
    read_seconds: float = Field(default=4.0, gt=0, le=60)
    """Time-out of reading the next bytes of a response."""
    total_seconds: float = Field(default=8.0, gt=0, le=120)
    """Time-out of a whole request with its retries: 504."""
    max_calls: int = Field(default=20, ge=1, le=1000)
    """Concurrent requests to each provider; more wait, and are 503 when that takes too long."""
    max_bytes: int = Field(default=4 * 1024 * 1024, ge=1024, le=64 * 1024 * 1024)
    """Maximum size of a response."""


class EpisodeSettings(BaseModel):
    """Seasons and episodes, which providers have."""

    gone_after: int = Field(default=86_400, ge=0, le=100_000_000)
    """For how many seconds complete answers of a provider must lack an episode before it is gone."""
