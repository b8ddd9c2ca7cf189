"""Part of the composition root: the foundation."""

from dependency_injector import containers, providers

from watchkeeper.configs.limit_settings import LimitSettings
from watchkeeper.configs.observability import chosen_metrics, chosen_tracer
from watchkeeper.configs.options import (
    cache_store,
    database,
    database_options,
    rate_limiter,
)
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.caching.cache_store import MemoryCacheStore
from watchkeeper.foundation.postgres.postgres_notifications import PostgresNotifications
from watchkeeper.foundation.postgres.unit_of_work import PostgresUnitOfWork
from watchkeeper.foundation.rate_limiting.rate_limits import RateLimitCounter
from watchkeeper.foundation.response_cache.postgres_tag_versions import PostgresTagVersionAdapter
from watchkeeper.foundation.response_cache.tag_versions import SharedTagVersionAdapter
from watchkeeper.repositories.operations.adapters.audit_trail_postgres_adapter import PostgresAuditTrail


class Foundation(containers.DeclarativeContainer):
    """Providers for settings, database, observability, cache, and rate limits."""

    settings: providers.Dependency[Settings] = providers.Dependency()
    secret: providers.Dependency[str] = providers.Dependency()
    dsn: providers.Dependency[str] = providers.Dependency()

    metrics = providers.Singleton(chosen_metrics, settings)
    tracer = providers.Singleton(chosen_tracer, settings)
    options = providers.Singleton(database_options, settings, dsn)
    database = providers.Singleton(database, settings, options, metrics, tracer)
    unit_of_work = providers.Singleton(PostgresUnitOfWork, database)
    changes = providers.Singleton(PostgresNotifications, database, options)
    audit = providers.Singleton(PostgresAuditTrail, database)
    tag_versions = providers.Singleton(
        SharedTagVersionAdapter, providers.Singleton(PostgresTagVersionAdapter, database)
    )
    cache_store = providers.Singleton(cache_store, settings, secret, metrics)
    private_cache_store = providers.Singleton(MemoryCacheStore)

    # limits
    limit_policies = providers.Singleton(LimitSettings.policies, settings.provided.limits)
    write_limiter = providers.Singleton(LimitSettings.concurrency, settings.provided.limits)
    limiter = providers.Singleton(rate_limiter, settings)
    rate_limit_counter = providers.Singleton(RateLimitCounter, limiter=limiter, metrics=metrics)
