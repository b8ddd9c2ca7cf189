"""Settings: environment variables, then `.env` in the project's root.

The line below a setting is what `docs/configuration.md` says of it: `manage.py configuration` makes that page.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from watchkeeper.configs.database_settings import DatabaseSettings, PostgresSettings
from watchkeeper.configs.limit_settings import LimitSettings
from watchkeeper.configs.provider_settings import AnilistSettings, ConsumetSettings, TmdbSettings, UpstreamSettings
from watchkeeper.configs.setting_types import Address, Names
from watchkeeper.configs.signing_settings import MIN_SECRET_BYTES, SigningSettings
from watchkeeper.foundation.core.networks import is_network

PROJECT_ROOT = Path(__file__).resolve().parents[3]
_POSTGRES_SCHEMES = ("postgresql", "postgres", "postgresql+asyncpg")
_REDIS_SCHEMES = ("redis://", "rediss://", "unix://")
_DEFAULT_SECRETS = ("change-me", "changeme", "secret", "your-secret", "default")


class Environment(StrEnum):
    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class AuthSettings(SigningSettings):
    issuer: str = "watchkeeper"
    """The claim `iss` of tokens; tokens with another one are refused."""
    audience: str = "watchkeeper-api"
    """The claim `aud`, likewise."""
    access_minutes: int = Field(default=15, ge=1, le=24 * 60)
    """How long an access token lasts."""
    refresh_days: int = Field(default=7, ge=1, le=365)
    """How long a refresh token lasts; each use gives a new one with the whole time."""
    refresh_grace_seconds: int = Field(default=10, ge=0, le=120)
    """For so long a spent refresh token gets the same successor again; later it ends its session."""
    session_days: int = Field(default=30, ge=1, le=365)
    """So long after signing in the password is asked for again, however often tokens were refreshed."""
    bcrypt_rounds: int = Field(default=12, ge=4, le=16)
    """Cost of hashing a password; each step doubles the time. It holds for new hashes; what is stored stays valid, and
    is hashed anew at the next sign-in."""


class PasswordSettings(BaseModel):
    """Which new passwords are accepted (NIST SP 800-63B: length and a list of common ones, no composition rules)."""

    min_length: int = Field(default=8, ge=1, le=128)
    """Characters a new password needs."""
    reject_common: bool = True
    """Refuse the 30,000 common passwords that come with zxcvbn."""
    rejected_words: Names = ["watchkeeper"]
    """Words of which, and of the person's own names, a password may not consist: beside them it needs six more letters
    or digits."""


class MetricsSettings(BaseModel):
    """Where Prometheus reads metrics: never on the port of the API, and nowhere without a port."""

    port: int | None = Field(default=None, ge=1, le=65535)
    """Port on which Prometheus reads metrics. Not set: there are none."""
    host: str = "127.0.0.1"
    """Address of that port. Anybody who reaches it can read them."""


class CacheSettings(BaseModel):
    """Answers that are the same for everybody, kept by each process."""

    enabled: bool = True
    """`false` makes each answer anew."""
    seconds: float = Field(default=60.0, ge=0, le=24 * 3600)
    """How long an answer is kept at most, changed or not."""
    bytes: int = Field(default=64 * 1024 * 1024, ge=0, le=16 * 1024**3)
    """What each process keeps at most; what was not asked for longest goes first."""

    @property
    def stored_seconds(self) -> float:
        """How long an answer is kept at most; 0: not at all."""
        return self.seconds if self.enabled else 0.0


class Settings(BaseSettings):
    """Everything that can be set. Nested ones are written with two underscores: `AUTH__SECRET_KEY`."""

    model_config = SettingsConfigDict(
        env_file=PROJECT_ROOT / ".env", env_nested_delimiter="__", extra="ignore", env_ignore_empty=True
    )

    environment: Environment = Environment.DEVELOPMENT
    """`development`: `run` migrates the schema, loads the demo catalogue, makes an admin and logs for people.
    `production`: none of that, JSON log lines, `AUTH__SECRET_KEY` is required, and `run` refuses to start over a schema
    that is older than it needs. `test`: as production."""
    host: str = "127.0.0.1"
    """Address to listen on; `run --host` goes before it. The container listens on `0.0.0.0`."""
    port: int = Field(default=8100, ge=1, le=65535)
    """Port to listen on; `run --port` goes before it."""
    workers: int = Field(default=1, ge=1, le=64)
    """Processes that answer requests; `run --workers` goes before it."""
    drain_seconds: float = Field(default=0.0, ge=0, le=600)
    """How long the service goes on answering after SIGTERM, while `/ready` says 503 and every answer closes its
    connection. Behind a load balancer, longer than it takes to notice."""
    shutdown_seconds: int = Field(default=20, ge=1, le=600)
    """How long requests under way may still take after that; then they are cut off."""
    request_seconds: float = Field(default=15.0, gt=0, le=600)
    """How long a request may take in all; then it is given up, its transaction rolled back, and answered with 503
    `request_timeout`."""
    body_seconds: float = Field(default=10.0, gt=0, le=600)
    """How long a body may take to come; then 408."""
    header_seconds: float = Field(default=10.0, gt=0, le=600)
    """How long the headers of a request may take to come, then 408; and how long a client may read nothing of its
    answer, then it is cut off."""
    watchkeeper_data_dir: Annotated[Path, AfterValidator(Path.expanduser)] = PROJECT_ROOT / ".state"
    """The folder of the embedded database and of the development secret. The default is in the root of the project; see
    [embedded-database.md](embedded-database.md)."""
    database_url: SecretStr | None = None
    """PostgreSQL 16 or newer in one line: `postgresql://user:password@host:5432/database?sslmode=require`. Goes before
    the `POSTGRES__` settings. With neither, the embedded database is used."""
    database_replica_url: SecretStr | None = None
    """A streaming replica of that PostgreSQL, likewise. Reads that it may answer go there, and people see all the same
    what they wrote; see [scaling.md](scaling.md#a-replica). All processes must have it, or none."""
    postgres: PostgresSettings = PostgresSettings()
    database: DatabaseSettings = DatabaseSettings()
    redis_url: SecretStr | None = None
    """Redis or Valkey, `redis://host:6379/0`, `rediss://…` or `unix://…`. Processes count limits and keep
    answers of metadata providers there together; without it each does so alone, and several workers grant several times
    the limits."""
    auth: AuthSettings = AuthSettings()
    passwords: PasswordSettings = PasswordSettings()
    limits: LimitSettings = LimitSettings()
    cache: CacheSettings = CacheSettings()
    tmdb: TmdbSettings = TmdbSettings()
    anilist: AnilistSettings = AnilistSettings()
    consumet: ConsumetSettings = ConsumetSettings()
    upstream: UpstreamSettings = UpstreamSettings()
    metrics: MetricsSettings = MetricsSettings()
    tracing: bool | None = None
    """Whether spans are exported. Not set: where one of the next two says whereto."""
    otel_exporter_otlp_endpoint: Address | None = None
    """A collector that takes OTLP over HTTP, `http://127.0.0.1:4318`; spans go to `/v1/traces` below it."""
    otel_exporter_otlp_traces_endpoint: Address | None = None
    """The whole address for spans, in place of that."""
    otel_service_name: str = "watchkeeper"
    """What the service is called there."""
    demo_catalogue: bool | None = None
    """Whether `run` loads the demo catalogue, once a database. Not set: in development only."""
    cors_allowed_origins: Names = []
    """Origins of web pages that may call the API from a browser. In development every port of this machine may, too:
    `http://localhost:5173`, `http://127.0.0.1:3000`, `http://[::1]:8080`."""
    trusted_hosts: Names = ["*"]
    """Names in the `Host` header that are answered; `*.example.com` stands for all below it."""
    trusted_proxies: Names = []
    """Addresses and networks (`10.0.0.0/8`) of reverse proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are
    believed. Nobody is by default. `["*"]` believes whoever connects, one step back; only where nobody but the proxy
    can. See [operations.md](operations.md#behind-a-proxy)."""
    hsts_seconds: int = Field(default=365 * 24 * 3600, ge=0, le=10 * 365 * 24 * 3600)
    """`Strict-Transport-Security` for requests that came by https: for so long browsers come by nothing else. `0`
    leaves the header out."""

    @field_validator("database_url", "database_replica_url")
    @classmethod
    def _plain_dsn(cls, url: SecretStr | None) -> SecretStr | None:
        """Accept SQLAlchemy's spelling too, and refuse what is not PostgreSQL; the sentence must not show the URL."""
        if url is None:
            return None
        scheme, separator, rest = url.get_secret_value().partition("://")
        if not separator or scheme not in _POSTGRES_SCHEMES:
            raise ValueError("must begin with postgresql://, as in postgresql://user:password@host:5432/database")
        return SecretStr(f"postgresql://{rest}")

    @field_validator("redis_url")
    @classmethod
    def _known_store(cls, url: SecretStr | None) -> SecretStr | None:
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
    def wants_demo_catalogue(self) -> bool:
        return self.is_development if self.demo_catalogue is None else self.demo_catalogue

    @property
    def traces_endpoint(self) -> str | None:
        """Where spans are sent to, or None where nobody said so."""
        base = self.otel_exporter_otlp_endpoint
        return self.otel_exporter_otlp_traces_endpoint or (f"{base}/v1/traces" if base else None)

    @property
    def is_traced(self) -> bool:
        return self.traces_endpoint is not None if self.tracing is None else self.tracing

    @property
    def external_dsn(self) -> str | None:
        """The DSN of the external PostgreSQL, or None where the embedded one is meant."""
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
