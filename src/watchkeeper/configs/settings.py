"""The settings of the service, from environment variables and `.env` in the project's root.

The docstring below a setting is its text in `docs/configuration.md`, which `manage.py configuration` generates.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from watchkeeper.configs.auth_settings import AuthSettings, PasswordSettings
from watchkeeper.configs.database_settings import DatabaseSettings, PostgresSettings
from watchkeeper.configs.import_settings import ImportSettings
from watchkeeper.configs.limit_settings import LimitSettings
from watchkeeper.configs.provider_settings import (
    AnilistSettings,
    ConsumetSettings,
    EpisodeSettings,
    FavoriteSettings,
    TmdbSettings,
    TvmazeSettings,
    UpstreamSettings,
)
from watchkeeper.configs.setting_types import Address, Names, RootPath
from watchkeeper.configs.signing_settings import MIN_SECRET_BYTES
from watchkeeper.foundation.core.networks import is_network
from watchkeeper.models.types.identity.registration import Registration

PROJECT_ROOT = Path(__file__).resolve().parents[3]
_POSTGRES_SCHEMES = ("postgresql", "postgres", "postgresql+asyncpg")
_REDIS_SCHEMES = ("redis://", "rediss://", "unix://")
_DEFAULT_SECRETS = ("change-me", "changeme", "secret", "your-secret", "default")


class Environment(StrEnum):
    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class Docs(StrEnum):
    PUBLIC = "public"
    OFF = "off"


class MetricsSettings(BaseModel):
    """The port on which Prometheus reads metrics, which must differ from the port of the API."""

    port: int | None = Field(default=None, ge=1, le=65535)
    """Port of the metrics for Prometheus. Not set: no metrics."""
    host: str = "127.0.0.1"
    """Address of that port. It has no authentication."""


class QuotaSettings(BaseModel):
    """How much an account may have."""

    sessions: int = Field(default=100, ge=1, le=10_000)
    """Sessions of an account; a further sign-in ends the oldest."""
    watch_entries: int = Field(default=100_000, ge=0, le=10_000_000)
    """Entries of a watchlist. Beyond it the response is 409 `quota_exceeded`."""
    personal_titles: int = Field(default=100_000, ge=0, le=10_000_000)
    """Titles of its own: what a person typed and no provider or admin confirmed. Likewise."""
    lists: int = Field(default=1000, ge=0, le=100_000)
    """Lists of an account."""
    list_items: int = Field(default=10_000, ge=0, le=20_000)
    """Items of a list."""
    links: int = Field(default=20, ge=0, le=1000)
    """Links of a list; links of the calendar, media servers and webhooks of an account, as many of each."""
    stored_responses_bytes: int = Field(default=64 * 1024 * 1024, ge=64 * 1024, le=1024**4)
    """Bytes of stored responses to requests with an `Idempotency-Key`; the oldest go."""


class PosterSettings(BaseModel):
    """Posters that the service fetches for the page, in the folder `posters` of `WATCHKEEPER_DATA_DIR`."""

    bytes: int = Field(default=1024**3, ge=0, le=1024**4)
    """How much space they may take; the oldest go."""


class WebhookSettings(BaseModel):
    """Webhooks, by which accounts have addresses told of what changes."""

    allow_private_addresses: bool = False
    """Whether webhooks may lead to private addresses: loopback, the local network."""


class ChangeSettings(BaseModel):
    """The change feed, from which clients keep their copies in step."""

    days: int = Field(default=400, ge=1, le=10_000)
    """How long the feed remembers deletions. A client that was away longer reads everything again."""


class UndoSettings(BaseModel):
    """The way back from what a person did."""

    days: int = Field(default=30, ge=1, le=10_000)
    """How long an operation can be undone: rows are remembered as they were before it."""


class CacheSettings(BaseModel):
    """Public responses, cached by each process."""

    enabled: bool = True
    """`false` switches the cache off."""
    seconds: float = Field(default=60.0, ge=0, le=24 * 3600)
    """Maximum age of a cached response, changed or not."""
    bytes: int = Field(default=64 * 1024 * 1024, ge=0, le=16 * 1024**3)
    """Maximum size of each process's cache; the least recently used responses are removed first."""

    @property
    def stored_seconds(self) -> float:
        """Maximum age of a cached response; 0: nothing is cached."""
        return self.seconds if self.enabled else 0.0


class Settings(BaseSettings):
    """All settings. Nested ones are written with two underscores: `AUTH__SECRET_KEY`."""

    model_config = SettingsConfigDict(
        env_file=PROJECT_ROOT / ".env", env_nested_delimiter="__", extra="ignore", env_ignore_empty=True
    )

    environment: Environment = Environment.DEVELOPMENT
    """`development`: `run` migrates the schema, loads the demo catalogue, creates an admin and logs in a readable
    format. `production`: none of that, JSON log lines, `AUTH__SECRET_KEY` is required, and `run` does not start with an
    older schema than it needs. `test`: as production."""
    host: str = "127.0.0.1"
    """Address to listen on; `run --host` overrides it. The container listens on `0.0.0.0`."""
    port: int = Field(default=8100, ge=1, le=65535)
    """Port to listen on; `run --port` overrides it."""
    workers: int = Field(default=1, ge=1, le=64)
    """Number of processes; `run --workers` overrides it."""
    drain_seconds: float = Field(default=0.0, ge=0, le=600)
    """How long the service keeps serving after SIGTERM, while `/ready` is 503 and every response closes its connection.
    Behind a load balancer, longer than the balancer needs to notice."""
    shutdown_seconds: int = Field(default=20, ge=1, le=600)
    """How long running requests may take after that; then they are cancelled."""
    request_seconds: float = Field(default=15.0, gt=0, le=600)
    """Time-out of a whole request: its transaction is rolled back, and the response is 503 `request_timeout`."""
    body_seconds: float = Field(default=10.0, gt=0, le=600)
    """Time-out for receiving a body: 408."""
    header_seconds: float = Field(default=10.0, gt=0, le=600)
    """Time-out for receiving the headers of a request: 408. A client that reads nothing of its response for as long is
    disconnected."""
    watchkeeper_data_dir: Annotated[Path, AfterValidator(Path.expanduser)] = PROJECT_ROOT / ".state"
    """Folder of the embedded database and of the development secret. The default is in the root of the project; see
    [embedded-database.md](embedded-database.md)."""
    database_url: SecretStr | None = None
    """Address of a PostgreSQL 16 or newer: `postgresql://user:password@host:5432/database?sslmode=require`. It
    overrides the `POSTGRES__` settings. With neither, the embedded database is used."""
    database_replica_url: SecretStr | None = None
    """Address of a streaming replica of that PostgreSQL. It serves reads, and people still see their own writes; see
    [scaling.md](scaling.md#a-replica). All processes must have it, or none."""
    postgres: PostgresSettings = PostgresSettings()
    database: DatabaseSettings = DatabaseSettings()
    redis_url: SecretStr | None = None
    """Redis or Valkey, `redis://host:6379/0`, `rediss://…` or `unix://…`, for the rate limits and cached provider
    responses of all processes. Without it each process has its own, and several workers allow several times the
    limits."""
    auth: AuthSettings = AuthSettings()
    passwords: PasswordSettings = PasswordSettings()
    registration: Registration = Registration.OPEN
    """Who may sign up: everybody, people with an invitation (`POST /invitations`), or nobody."""
    limits: LimitSettings = LimitSettings()
    cache: CacheSettings = CacheSettings()
    quotas: QuotaSettings = QuotaSettings()
    posters: PosterSettings = PosterSettings()
    webhooks: WebhookSettings = WebhookSettings()
    changes: ChangeSettings = ChangeSettings()
    undo: UndoSettings = UndoSettings()
    imports: ImportSettings = ImportSettings()
    episodes: EpisodeSettings = EpisodeSettings()
    tmdb: TmdbSettings = TmdbSettings()
    favorites: FavoriteSettings = FavoriteSettings()
    anilist: AnilistSettings = AnilistSettings()
    tvmaze: TvmazeSettings = TvmazeSettings()
    consumet: ConsumetSettings = ConsumetSettings()
    upstream: UpstreamSettings = UpstreamSettings()
    metrics: MetricsSettings = MetricsSettings()
    tracing: bool | None = None
    """Whether spans are exported. Not set: when one of the next two is set."""
    otel_exporter_otlp_endpoint: Address | None = None
    """A collector for OTLP over HTTP, `http://127.0.0.1:4318`; spans are sent to `/v1/traces` below it."""
    otel_exporter_otlp_traces_endpoint: Address | None = None
    """The full address for spans; it overrides the endpoint."""
    otel_service_name: str = "watchkeeper"
    """`service.name` of the spans."""
    docs: Docs = Docs.PUBLIC
    """Whether the service shows `/docs`, `/redoc` and `/openapi.json` to everybody, or answers 404 there."""
    demo_catalogue: bool | None = None
    """Whether `run` loads the demo catalogue, once a database. Not set: only in development."""
    poster_hosts: Names = [
        "image.tmdb.org",
        "s4.anilist.co",
        "artworks.thetvdb.com",
        "static.tvmaze.com",
        "m.media-amazon.com",
        "cdn.myanimelist.net",
        "upload.wikimedia.org",
    ]
    """Hosts of posters. Public titles show https addresses at these hosts alone; admins may send no others."""
    cors_allowed_origins: Names = []
    """Origins of web pages that may call the API from a browser. In development every port of this machine may, too:
    `http://localhost:5173`, `http://127.0.0.1:3000`, `http://[::1]:8080`."""
    trusted_hosts: Names = ["*"]
    """Accepted names in the `Host` header; `*.example.com` stands for all subdomains."""
    trusted_proxies: Names = []
    """Addresses and networks (`10.0.0.0/8`) of reverse proxies whose `X-Forwarded-For`, `X-Forwarded-Proto` and
    `X-Forwarded-Prefix` are trusted. By default none is. `["*"]` trusts every peer, for one hop: only where nothing but
    the proxy can connect. See [operations.md](operations.md#behind-a-proxy)."""
    root_path: RootPath = ""
    """The path below which a proxy serves the service, as `/wk`, whether the proxy removes it from requests or not.
    `X-Forwarded-Prefix` of a trusted proxy overrides it."""
    public_url: Address | None = None
    """The address that people reach the service at, where a proxy does not pass `Host` on: `https://films.example.com`.
    What the page changes must come from there."""
    hsts_seconds: int = Field(default=365 * 24 * 3600, ge=0, le=10 * 365 * 24 * 3600)
    """`max-age` of `Strict-Transport-Security`, sent with responses to https requests. `0`: no header."""

    @field_validator("database_url", "database_replica_url")
    @classmethod
    def _plain_dsn(cls, url: SecretStr | None) -> SecretStr | None:
        """Accept SQLAlchemy's spelling too, and reject other schemes; the message must not contain the URL."""
        if url is None:
            return None
        scheme, separator, rest = url.get_secret_value().partition("://")
        if not separator or scheme not in _POSTGRES_SCHEMES:
            raise ValueError("must begin with postgresql://, as in postgresql://user:password@host:5432/database")
        return SecretStr(f"postgresql://{rest}")

    @field_validator("redis_url")
    @classmethod
    def _supported_redis_scheme(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not url.get_secret_value().startswith(_REDIS_SCHEMES):
            raise ValueError("must begin with redis://, rediss:// or unix://, as in redis://host:6379/0")
        return url

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses_of_proxies(cls, names: list[str]) -> list[str]:
        for name in names:
            if name != "*" and not is_network(name):
                raise ValueError(f'"{name}" is neither an address nor a network, as in 10.0.0.5 or 10.0.0.0/8')
        return names

    @property
    def is_development(self) -> bool:
        return self.environment is Environment.DEVELOPMENT

    @property
    def are_docs_public(self) -> bool:
        return self.docs is Docs.PUBLIC

    @property
    def wants_demo_catalogue(self) -> bool:
        return self.is_development if self.demo_catalogue is None else self.demo_catalogue

    @property
    def traces_endpoint(self) -> str | None:
        """Address for spans, or None where none is set."""
        base = self.otel_exporter_otlp_endpoint
        return self.otel_exporter_otlp_traces_endpoint or (f"{base}/v1/traces" if base else None)

    @property
    def is_traced(self) -> bool:
        return self.traces_endpoint is not None if self.tracing is None else self.tracing

    @property
    def external_dsn(self) -> str | None:
        """The DSN of the external PostgreSQL, or None for the embedded one."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return self.postgres.dsn()

    @model_validator(mode="after")
    def _require_safe_production(self) -> Self:
        if self.is_development:
            return self
        if self.auth.secret_key is None:
            raise ValueError("AUTH__SECRET_KEY must be set outside development, for example to: openssl rand -hex 32")
        secret = self.auth.secret_key.get_secret_value()
        if len(secret.encode()) < MIN_SECRET_BYTES:
            raise ValueError(f"AUTH__SECRET_KEY must have at least {MIN_SECRET_BYTES} bytes: openssl rand -hex 32")
        if any(word in secret.lower() for word in _DEFAULT_SECRETS):
            raise ValueError("AUTH__SECRET_KEY is a default value; set it for example to: openssl rand -hex 32")
        return self
