"""Settings: environment variables, then `.env` in the project's root. `docs/configuration.md` lists all of them."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import quote, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from watchkeeper.configs.limit_settings import LimitSettings
from watchkeeper.configs.signing_settings import MIN_SECRET_BYTES, SigningSettings
from watchkeeper.utils.networks import is_network

PROJECT_ROOT = Path(__file__).resolve().parents[3]
_POSTGRES_SCHEMES = ("postgresql", "postgres", "postgresql+asyncpg")
_REDIS_SCHEMES = ("redis://", "rediss://", "unix://")
_DEFAULT_SECRETS = ("change-me", "changeme", "secret", "your-secret", "default")


def _names(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith("["):
        return json.loads(value)
    return [name.strip() for name in value.split(",") if name.strip()]


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("must be an address beginning with http:// or https://, without a query")
    return value.rstrip("/")


Address = Annotated[str, AfterValidator(_address)]
"""Where another service answers, without a slash at the end."""

Names = Annotated[list[str], NoDecode, BeforeValidator(_names)]
"""A list, written with commas or as JSON."""


class Environment(StrEnum):
    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class PostgresSettings(BaseModel):
    """An external PostgreSQL by its parts; `DATABASE_URL` does the same in one line and wins."""

    host: str | None = None
    port: int = Field(default=5432, ge=1, le=65535)
    database: str = "watchkeeper"
    username: str = "watchkeeper"
    password: SecretStr = SecretStr("")

    def dsn(self) -> str | None:
        """Return the parts as one DSN, or None without a host."""
        if self.host is None:
            return None
        account = f"{quote(self.username, safe='')}:{quote(self.password.get_secret_value(), safe='')}"
        return f"postgresql://{account}@{self.host}:{self.port}/{quote(self.database, safe='')}"


class AuthSettings(SigningSettings):
    issuer: str = "watchkeeper"
    audience: str = "watchkeeper-api"
    access_minutes: int = Field(default=15, ge=1, le=24 * 60)
    refresh_days: int = Field(default=7, ge=1, le=365)
    refresh_grace_seconds: int = Field(default=10, ge=0, le=120)
    session_days: int = Field(default=30, ge=1, le=365)
    bcrypt_rounds: int = Field(default=12, ge=4, le=16)


class PasswordSettings(BaseModel):
    """Which new passwords are accepted (NIST SP 800-63B: length and a list of common ones, no composition rules)."""

    min_length: int = Field(default=8, ge=1, le=128)
    refuse_common: bool = True
    refused_words: Names = ["watchkeeper"]
    """Of which, and of the person's own names, a password may not consist: the name of the service, for one."""


class DatabaseSettings(BaseModel):
    pool_size: int = Field(default=10, ge=1, le=200)
    pool_wait_seconds: float = Field(default=2.0, gt=0, le=60)
    statement_seconds: float = Field(default=10.0, gt=0, le=600)
    lock_seconds: float = Field(default=3.0, gt=0, le=600)
    pooler: str | None = Field(default=None, pattern="^transaction$")


class TmdbSettings(BaseModel):
    """The Movie Database: movies, shows and favourites."""

    access_token: SecretStr | None = None
    base_url: Address = "https://api.themoviedb.org"
    image_base_url: Address = "https://image.tmdb.org/t/p"
    region: str = Field(default="US", pattern="^[A-Z]{2}$")
    """ISO 3166-1; the platforms of titles are those that offer them there."""


class AnilistSettings(BaseModel):
    base_url: Address = "https://graphql.anilist.co"


class ConsumetSettings(BaseModel):
    """Consumet's meta/anilist routes; where an address is set they are asked for anime instead of AniList."""

    base_url: Address | None = None


class UpstreamSettings(BaseModel):
    """How long, and how much of, an answer of a metadata provider is waited for. Times are in seconds."""

    connect_seconds: float = Field(default=2.0, gt=0, le=60)
    read_seconds: float = Field(default=4.0, gt=0, le=60)
    total_seconds: float = Field(default=8.0, gt=0, le=120)
    most_calls: int = Field(default=20, ge=1, le=1000)
    most_bytes: int = Field(default=4 * 1024 * 1024, ge=1024, le=64 * 1024 * 1024)


class MetricsSettings(BaseModel):
    """Where Prometheus reads metrics: never on the port of the API, and nowhere without a port."""

    host: str = "127.0.0.1"
    port: int | None = Field(default=None, ge=1, le=65535)


class CacheSettings(BaseModel):
    """Answers that are the same for everybody, kept by each process."""

    enabled: bool = True
    seconds: float = Field(default=60.0, ge=0, le=24 * 3600)
    bytes: int = Field(default=64 * 1024 * 1024, ge=0, le=16 * 1024**3)

    @property
    def kept_seconds(self) -> float:
        """How long an answer is kept at most; 0: not at all."""
        return self.seconds if self.enabled else 0.0


class Settings(BaseSettings):
    """Everything that can be set. Nested ones are written with two underscores: `AUTH__SECRET_KEY`."""

    model_config = SettingsConfigDict(
        env_file=PROJECT_ROOT / ".env", env_nested_delimiter="__", extra="ignore", env_ignore_empty=True
    )

    environment: Environment = Environment.DEVELOPMENT
    host: str = "127.0.0.1"
    port: int = Field(default=8100, ge=1, le=65535)
    workers: int = Field(default=1, ge=1, le=64)
    drain_seconds: float = Field(default=0.0, ge=0, le=600)
    shutdown_seconds: int = Field(default=20, ge=1, le=600)
    request_seconds: float = Field(default=15.0, gt=0, le=600)
    body_seconds: float = Field(default=10.0, gt=0, le=600)
    header_seconds: float = Field(default=10.0, gt=0, le=600)
    watchkeeper_data_dir: Annotated[Path, AfterValidator(Path.expanduser)] = PROJECT_ROOT / ".state"
    database_url: SecretStr | None = None
    postgres: PostgresSettings = PostgresSettings()
    database: DatabaseSettings = DatabaseSettings()
    redis_url: SecretStr | None = None
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
    """Whether spans are exported; by default where it is known whereto."""
    otel_exporter_otlp_endpoint: Address | None = None
    otel_exporter_otlp_traces_endpoint: Address | None = None
    otel_service_name: str = "watchkeeper"
    demo_catalogue: bool | None = None
    """Whether `run` loads the demo catalogue once; by default in development only."""
    cors_allowed_origins: Names = []
    trusted_hosts: Names = ["*"]
    trusted_proxies: Names = []
    hsts_seconds: int = Field(default=365 * 24 * 3600, ge=0, le=10 * 365 * 24 * 3600)
    """For so long browsers that came by https come by nothing else; 0 says nothing to them."""

    @field_validator("database_url")
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
