"""Converts the settings to options and objects of the lower layers, which never see the settings themselves."""

from dataclasses import replace
from datetime import timedelta

from watchkeeper import __version__
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.caching.cache_store import CacheStore, MemoryCacheStore
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.observability.tracer import Tracer
from watchkeeper.foundation.outbound.options import UpstreamOptions
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.foundation.rate_limiting.memory_rate_limiter import MemoryRateLimiter
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimiter
from watchkeeper.logics.identity.page_session_logic import PageLifetimes
from watchkeeper.logics.identity.password_policy import PasswordPolicy
from watchkeeper.logics.identity.session_logic import TokenLifetimes
from watchkeeper.models.dtos.operations.about_dtos import AboutOutput
from watchkeeper.models.dtos.operations.overview_dtos import CacheKind
from watchkeeper.repositories.identity.adapters.password_zxcvbn_adapter import ZxcvbnPasswordBlocklist
from watchkeeper.repositories.identity.adapters.token_ed25519_signature import Ed25519Signature
from watchkeeper.repositories.identity.adapters.token_jose_signature import JoseSignature
from watchkeeper.repositories.identity.adapters.token_signature import TokenSignature
from watchkeeper.repositories.page.adapters.poster_file_adapter import FilePosterAdapter

_REPLICA_SECONDS = 1.0
"""How long a read on the replica may take; then the primary serves it."""
_REFRESH_GRACE = timedelta(seconds=10)
"""How long a used refresh token still returns the newest pair of its session; later it ends its session."""
_POSTER_AGE = timedelta(days=180)
"""How long a poster is remembered: TMDb allows six months."""


def database_options(settings: Settings, dsn: str) -> DatabaseOptions:
    return DatabaseOptions(
        dsn=dsn,
        pool_size=settings.database.pool_size,
        pool_wait_seconds=settings.database.pool_wait_seconds,
        statement_seconds=settings.database.statement_seconds,
        lock_seconds=settings.database.lock_seconds,
        through_pooler=settings.database.pooler == "transaction",
    )


def database(settings: Settings, options: DatabaseOptions, metrics: Metrics, tracer: Tracer) -> Database:
    """Return the database, with its replica if one is set. Without one its modules are not imported."""
    if settings.database_replica_url is None:
        return Database(options, metrics=metrics, tracer=tracer)
    from watchkeeper.foundation.postgres.replica.replica import Replica  # noqa: PLC0415
    from watchkeeper.foundation.postgres.replica.replicated_database import ReplicatedDatabase  # noqa: PLC0415

    beside = replace(options, dsn=settings.database_replica_url.get_secret_value())
    replica = Replica(beside, seconds=_REPLICA_SECONDS)
    lag = settings.database.replica_lag_seconds
    return ReplicatedDatabase(options, replica, lag_seconds=lag, metrics=metrics, tracer=tracer)


def upstream_options(settings: Settings) -> UpstreamOptions:
    return UpstreamOptions(
        connect_seconds=settings.upstream.connect_seconds,
        read_seconds=settings.upstream.read_seconds,
        total_seconds=settings.upstream.total_seconds,
        max_calls=settings.upstream.max_calls,
        max_bytes=settings.upstream.max_bytes,
    )


def poster_cache(settings: Settings) -> FilePosterAdapter:
    return FilePosterAdapter(
        settings.watchkeeper_data_dir / "posters",
        max_bytes=settings.posters.bytes,
        max_age=_POSTER_AGE,
    )


def token_lifetimes(settings: Settings) -> TokenLifetimes:
    return TokenLifetimes(
        access=timedelta(minutes=settings.auth.access_minutes),
        refresh=timedelta(days=settings.auth.refresh_days),
        grace=_REFRESH_GRACE,
        session=timedelta(days=settings.auth.session_days),
    )


def page_lifetimes(settings: Settings) -> PageLifetimes:
    return PageLifetimes(
        browser=timedelta(hours=settings.auth.page_hours),
        idle=timedelta(days=settings.auth.page_idle_days),
        remembered=timedelta(days=settings.auth.page_days),
    )


def token_signature(settings: Settings, secret: str) -> TokenSignature:
    """Return the signature of tokens: with EdDSA from the key pair in the settings, with HS256 from `secret`."""
    keys = settings.auth.key_pair()
    if keys is not None:
        return Ed25519Signature(key=keys.private, previous_key=keys.previous_public)
    return JoseSignature(secret=secret, previous_secret=settings.auth.previous_secret())


def password_policy(settings: Settings) -> PasswordPolicy:
    words = tuple(settings.passwords.rejected_words)
    return PasswordPolicy(min_length=settings.passwords.min_length, blocklist=ZxcvbnPasswordBlocklist(), words=words)


def about(settings: Settings) -> AboutOutput:
    has_consumet = settings.consumet.base_url is not None
    providers = {
        "tmdb": settings.tmdb.access_token is not None,
        "anilist": not has_consumet,
        "consumet": has_consumet,
        "tvmaze": settings.tvmaze.enabled,
    }
    return AboutOutput(
        name="Watchkeeper",
        version=__version__,
        registration=settings.registration,
        providers=providers,
        import_max_bytes=settings.imports.upload().file_bytes,
        languages=["en"],
    )


def anime_provider(settings: Settings) -> str:
    """Return the provider of anime: Consumet if one is set, else AniList."""
    return "anilist" if settings.consumet.base_url is None else "consumet"


def provider_of_times(settings: Settings) -> str:
    """Return who knows at what instant episodes air: TVmaze if it is switched on."""
    return "tvmaze" if settings.tvmaze.enabled else "nobody"


def rate_limiter(settings: Settings) -> RateLimiter:
    """Return the rate limiter: in the Redis that all processes share if one is set, else in this process.

    Redis is imported only if it is used, because its client imports OpenTelemetry.
    """
    fallback = MemoryRateLimiter()
    if settings.redis_url is None or not settings.limits.enabled:
        return fallback
    from watchkeeper.foundation.caching.redis_connection import RedisConnection  # noqa: PLC0415
    from watchkeeper.foundation.rate_limiting.redis_rate_limiter import RedisRateLimiter  # noqa: PLC0415

    return RedisRateLimiter(RedisConnection(settings.redis_url.get_secret_value()), fallback=fallback)


def cache_kind(settings: Settings) -> CacheKind:
    """Return where `cache_store` keeps responses of providers."""
    return "process" if settings.redis_url is None else "redis"


def cache_store(settings: Settings, secret: str, metrics: Metrics) -> CacheStore:
    """Return the cache of provider responses: in the Redis that all processes share if one is set, else in memory."""
    if settings.redis_url is None:
        return MemoryCacheStore()
    from watchkeeper.foundation.caching.redis_cache_store import RedisCacheStore  # noqa: PLC0415
    from watchkeeper.foundation.caching.redis_connection import RedisConnection  # noqa: PLC0415

    return RedisCacheStore(RedisConnection(settings.redis_url.get_secret_value()), secret=secret, metrics=metrics)
