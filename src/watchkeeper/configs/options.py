"""Settings turned into what the layers below are told: plain values, never the settings themselves."""

from datetime import timedelta

from watchkeeper.configs.settings import Settings
from watchkeeper.logics.identity.password_policy import PasswordPolicy
from watchkeeper.logics.identity.session_logic import TokenLifetimes
from watchkeeper.models.types.limit_counters import LimitCounters
from watchkeeper.repositories.database.options import DatabaseOptions
from watchkeeper.repositories.identity.adapters.password_zxcvbn_adapter import ZxcvbnPasswordBlocklist
from watchkeeper.repositories.operations.adapters.rate_limiter_memory_adapter import MemoryRateLimiter
from watchkeeper.repositories.operations.adapters.rate_limiter_redis_adapter import RedisRateLimiter
from watchkeeper.repositories.operations.rate_limiter import RateLimiter


def database_options(settings: Settings, dsn: str) -> DatabaseOptions:
    return DatabaseOptions(
        dsn=dsn,
        pool_size=settings.database.pool_size,
        pool_wait_seconds=settings.database.pool_wait_seconds,
        statement_seconds=settings.database.statement_seconds,
        lock_seconds=settings.database.lock_seconds,
        through_pooler=settings.database.pooler is not None,
    )


def token_lifetimes(settings: Settings) -> TokenLifetimes:
    return TokenLifetimes(
        access=timedelta(minutes=settings.auth.access_minutes),
        refresh=timedelta(days=settings.auth.refresh_days),
        grace=timedelta(seconds=settings.auth.refresh_grace_seconds),
    )


def password_policy(settings: Settings) -> PasswordPolicy:
    blocklist = ZxcvbnPasswordBlocklist() if settings.passwords.refuse_common else None
    return PasswordPolicy(min_length=settings.passwords.min_length, blocklist=blocklist)


def rate_limiter(settings: Settings, counters: LimitCounters) -> RateLimiter:
    """Return what counts: Redis, which processes share, where one is set, else this process alone."""
    alone = MemoryRateLimiter()
    if settings.redis_url is None or not settings.limits.enabled:
        return alone
    return RedisRateLimiter(settings.redis_url.get_secret_value(), alone=alone, counters=counters)
