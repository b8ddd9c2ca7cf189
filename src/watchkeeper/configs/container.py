"""The composition root: settings → database → adapters → logics, read top to bottom. Every object exists once."""

from typing import Any

from dependency_injector import providers

from watchkeeper.configs.background_task import BackgroundTask
from watchkeeper.configs.containers.discovery_container import DiscoveryContainer
from watchkeeper.configs.containers.foundation import Foundation
from watchkeeper.configs.containers.identity_container import IdentityContainer
from watchkeeper.configs.health_probes import health_probes
from watchkeeper.configs.observation import VitalSigns
from watchkeeper.logics.feedback.figures_logic import FiguresLogic
from watchkeeper.logics.feedback.rating_logic import RatingLogic
from watchkeeper.logics.feedback.review_logic import ReviewLogic
from watchkeeper.logics.operations.answer_cache_logic import AnswerCacheLogic
from watchkeeper.logics.operations.audit_log_logic import AuditLogLogic
from watchkeeper.logics.operations.health_logic import HealthLogic
from watchkeeper.logics.operations.idempotency_logic import IdempotencyLogic
from watchkeeper.logics.operations.known_tag_logic import KnownTagLogic
from watchkeeper.logics.operations.rate_limit_logic import RateLimitLogic
from watchkeeper.logics.operations.write_position_logic import WritePositionLogic
from watchkeeper.logics.watchlist.watchlist_logic import WatchlistLogic
from watchkeeper.models.types.lifecycle import Lifecycle
from watchkeeper.repositories.database.write_positions import WritePositions
from watchkeeper.repositories.feedback.adapters.figures_postgres_adapter import PostgresFiguresAdapter
from watchkeeper.repositories.feedback.adapters.rating_postgres_adapter import PostgresRatingAdapter
from watchkeeper.repositories.feedback.adapters.review_postgres_adapter import PostgresReviewAdapter
from watchkeeper.repositories.feedback.adapters.watched_title_postgres_adapter import PostgresWatchedTitleAdapter
from watchkeeper.repositories.operations.adapters.cache_store_memory_adapter import MemoryCacheStore
from watchkeeper.repositories.operations.adapters.content_version_postgres_adapter import PostgresContentVersionAdapter
from watchkeeper.repositories.operations.adapters.content_version_remembered_adapter import (
    RememberedContentVersionAdapter,
)
from watchkeeper.repositories.operations.adapters.content_version_shared_adapter import SharedContentVersionAdapter
from watchkeeper.repositories.operations.adapters.idempotency_key_postgres_adapter import PostgresIdempotencyKeyAdapter
from watchkeeper.repositories.watchlist.adapters.watch_entry_postgres_adapter import PostgresWatchEntryAdapter


class Container(DiscoveryContainer):
    """All there is; each area in a container of its own, on top of those that it needs."""

    # watchlist
    watch_entries = providers.Singleton(PostgresWatchEntryAdapter, Foundation.database)
    watchlist_logic = providers.Singleton(
        WatchlistLogic,
        unit_of_work=Foundation.unit_of_work,
        entries=watch_entries,
        metadata=DiscoveryContainer.title_metadata_logic,
    )

    # feedback
    watched_titles = providers.Singleton(PostgresWatchedTitleAdapter, Foundation.database)
    ratings = providers.Singleton(PostgresRatingAdapter, Foundation.database)
    rating_logic = providers.Singleton(
        RatingLogic, unit_of_work=Foundation.unit_of_work, ratings=ratings, watched_titles=watched_titles
    )
    reviews = providers.Singleton(PostgresReviewAdapter, Foundation.database)
    review_logic = providers.Singleton(
        ReviewLogic,
        unit_of_work=Foundation.unit_of_work,
        reviews=reviews,
        ratings=ratings,
        watched_titles=watched_titles,
        audit=Foundation.audit,
    )
    figures = providers.Singleton(PostgresFiguresAdapter, Foundation.database)
    figures_logic = providers.Singleton(FiguresLogic, unit_of_work=Foundation.unit_of_work, figures=figures)
    prior_refresh = providers.Singleton(BackgroundTask, "prior-refresh", figures_logic.provided.refresh_when_due)

    # operations
    lifecycle = providers.Singleton(Lifecycle)
    probes = providers.Singleton(
        health_probes,
        Foundation.settings,
        Foundation.options,
        tmdb=DiscoveryContainer.tmdb_client,
        anilist=DiscoveryContainer.anilist_client,
        consumet=DiscoveryContainer.consumet_client,
    )
    vital_signs = providers.Singleton(
        VitalSigns,
        metrics=Foundation.metrics,
        pool=Foundation.database.provided.pool,
        turns=Foundation.write_turns,
        hasher=IdentityContainer.hasher,
    )
    rate_limit_logic = providers.Singleton(
        RateLimitLogic, uses=Foundation.uses, tokens=IdentityContainer.tokens, policies=Foundation.limit_policies
    )
    content_versions = providers.Singleton(
        RememberedContentVersionAdapter,
        providers.Singleton(
            SharedContentVersionAdapter, providers.Singleton(PostgresContentVersionAdapter, Foundation.database)
        ),
        Foundation.change_clock,
    )
    answer_store = providers.Singleton(MemoryCacheStore, most_bytes=Foundation.settings.provided.cache.bytes)
    answer_cache_logic = providers.Singleton(
        AnswerCacheLogic,
        versions=content_versions,
        store=answer_store,
        metrics=Foundation.metrics,
        seconds=Foundation.settings.provided.cache.kept_seconds,
    )
    known_tag_logic = providers.Singleton(KnownTagLogic, clock=Foundation.change_clock)
    version_folding = providers.Singleton(
        BackgroundTask, "version-folding", answer_cache_logic.provided.fold_versions, pause_seconds=60.0
    )
    audit_log_logic = providers.Singleton(AuditLogLogic, audit=Foundation.audit)
    idempotency_keys = providers.Singleton(PostgresIdempotencyKeyAdapter, Foundation.database)
    idempotency_logic = providers.Singleton(
        IdempotencyLogic, unit_of_work=Foundation.unit_of_work, keys=idempotency_keys, secret=Foundation.secret
    )
    key_removal = providers.Singleton(
        BackgroundTask, "key-removal", idempotency_logic.provided.remove_old, pause_seconds=300.0
    )
    write_position_logic = providers.Singleton(
        WritePositionLogic, positions=providers.Singleton(WritePositions, Foundation.database)
    )
    position_folding = providers.Singleton(
        BackgroundTask, "position-folding", write_position_logic.provided.forget_old, pause_seconds=300.0
    )
    health_logic = providers.Singleton(HealthLogic, probes=probes, lifecycle=lifecycle)


def logics_of(container: Container) -> dict[type, Any]:
    """Return every logic of the container by its class, built."""
    built = (provider() for name, provider in container.providers.items() if name.endswith("_logic"))
    return {type(logic): logic for logic in built}


def background_tasks_of(container: Container) -> list[BackgroundTask]:
    """Return what each process does beside answering requests."""
    return [
        container.prior_refresh(),
        container.statistics_refresh(),
        container.metadata_refresh(),
        container.key_removal(),
        container.version_folding(),
        *([] if container.settings().database_replica_url is None else [container.position_folding()]),
    ]


async def close(container: Container) -> None:
    """Close every connection to the database and to other services."""
    for client in (container.tmdb_client(), container.anilist_client(), container.consumet_client()):
        await client.close()
    await container.cache_store().close()
    await container.database().close()
