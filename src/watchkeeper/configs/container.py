"""The composition root: settings → database → adapters → logics → controllers. All providers are singletons."""

from dependency_injector import providers

from watchkeeper.configs.api_docs import service_json
from watchkeeper.configs.containers.discovery_container import DiscoveryContainer
from watchkeeper.configs.containers.foundation_container import Foundation
from watchkeeper.configs.containers.identity_container import IdentityContainer
from watchkeeper.configs.containers.integration_container import IntegrationContainer
from watchkeeper.configs.containers.list_container import ListContainer
from watchkeeper.configs.containers.operation_container import OperationContainer
from watchkeeper.configs.containers.play_container import PlayContainer
from watchkeeper.configs.health_probes import health_probes
from watchkeeper.configs.observability import RuntimeMetricsSampler
from watchkeeper.configs.options import about
from watchkeeper.controllers.v1.changes.change_controller import ChangeController
from watchkeeper.controllers.v1.exports.export_controller import ExportController
from watchkeeper.controllers.v1.feedback.rating_controller import RatingController
from watchkeeper.controllers.v1.feedback.review_controller import ReviewController
from watchkeeper.controllers.v1.feedback.title_review_controller import TitleReviewController
from watchkeeper.controllers.v1.operations.about_controller import AboutController
from watchkeeper.controllers.v1.operations.audit_controller import AuditController
from watchkeeper.controllers.v1.operations.documentation_controller import DocumentationController
from watchkeeper.controllers.v1.operations.health_controller import HealthController
from watchkeeper.controllers.v1.operations.page_controller import PageController
from watchkeeper.controllers.v1.page.overview_controller import OverviewController
from watchkeeper.controllers.v1.undo.operation_controller import OperationController
from watchkeeper.controllers.v1.watchlist.mark_controller import MarkController
from watchkeeper.controllers.v1.watchlist.tag_controller import TagController
from watchkeeper.controllers.v1.watchlist.title_mark_controller import TitleMarkController
from watchkeeper.controllers.v1.watchlist.watchlist_controller import WatchlistController
from watchkeeper.foundation.caching.cache_store import MemoryCacheStore
from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.core.health import Health
from watchkeeper.foundation.core.lifecycle import Lifecycle
from watchkeeper.foundation.idempotency.idempotency import Idempotency
from watchkeeper.foundation.idempotency.postgres_repository import PostgresIdempotencyKeyAdapter
from watchkeeper.foundation.jobs.background_task import BackgroundTask
from watchkeeper.foundation.postgres.replica.replication_tokens import ReplicationTokens
from watchkeeper.foundation.postgres.replica.service import ReplicationTokenService
from watchkeeper.foundation.response_cache.postgres_tag_versions import PostgresTagVersionAdapter
from watchkeeper.foundation.response_cache.response_cache import ResponseCache
from watchkeeper.foundation.response_cache.tag_versions import SharedTagVersionAdapter
from watchkeeper.logics.changes.change_logic import ChangeLogic
from watchkeeper.logics.exports.export_logic import ExportLogic
from watchkeeper.logics.feedback.rating_bulk_logic import RatingBulkLogic
from watchkeeper.logics.feedback.rating_logic import RatingLogic
from watchkeeper.logics.feedback.rating_statistics_logic import RatingStatisticsLogic
from watchkeeper.logics.feedback.review_logic import ReviewLogic
from watchkeeper.logics.operations.audit_log_logic import AuditLogLogic
from watchkeeper.logics.page.overview_logic import OverviewLogic
from watchkeeper.logics.watchlist.mark_logic import MarkLogic
from watchkeeper.logics.watchlist.watchlist_bulk_logic import WatchlistBulkLogic
from watchkeeper.logics.watchlist.watchlist_logic import WatchlistLogic
from watchkeeper.repositories.changes.adapters.change_postgres_adapter import PostgresChangeAdapter
from watchkeeper.repositories.exports.adapters.export_postgres_adapter import PostgresExportAdapter
from watchkeeper.repositories.feedback.adapters.rating_statistics_postgres_adapter import (
    PostgresRatingStatisticsAdapter,
)
from watchkeeper.repositories.feedback.adapters.review_postgres_adapter import PostgresReviewAdapter
from watchkeeper.repositories.page.adapters.overview_postgres_adapter import PostgresOverviewAdapter
from watchkeeper.repositories.watchlist.adapters.mark_postgres_adapter import PostgresMarkAdapter
from watchkeeper.repositories.watchlist.adapters.watch_entry_bulk_postgres_adapter import PostgresWatchEntryBulkAdapter


class Container(IntegrationContainer):
    """The container of the service. Each area inherits from the containers of the areas that it depends on."""

    # undo
    operation_logic = OperationContainer.operation_logic
    operation_controller = providers.Singleton(
        OperationController, operation_logic, IntegrationContainer.operation_rollback
    )

    # watchlist
    tag_controller = providers.Singleton(TagController, PlayContainer.tag_logic)
    watchlist_logic = providers.Singleton(
        WatchlistLogic,
        unit_of_work=Foundation.unit_of_work,
        entries=PlayContainer.watch_entries,
        titles=DiscoveryContainer.title_reference_logic,
        operations=operation_logic,
        tags=PlayContainer.tag_logic,
        plays=PlayContainer.plays,
        watchings=PlayContainer.watchings,
        watched_titles=PlayContainer.watched_titles,
        viewings=PlayContainer.entry_viewings,
    )
    marks = providers.Singleton(PostgresMarkAdapter, Foundation.database)
    mark_logic = providers.Singleton(
        MarkLogic,
        unit_of_work=Foundation.unit_of_work,
        marks=marks,
        merged_titles=DiscoveryContainer.merged_titles,
    )
    mark_controller = providers.Singleton(MarkController, mark_logic)
    title_mark_controller = providers.Singleton(TitleMarkController, mark_logic)
    watchlist_bulk_logic = providers.Singleton(
        WatchlistBulkLogic,
        unit_of_work=Foundation.unit_of_work,
        entries=providers.Singleton(
            PostgresWatchEntryBulkAdapter,
            Foundation.database,
            most=Foundation.settings.provided.quotas.watch_entries,
        ),
        shown=PlayContainer.watch_entries,
        titles=PlayContainer.bulk_titles,
        operations=operation_logic,
        tags=PlayContainer.tag_logic,
        viewings=PlayContainer.entry_viewings,
        limit=IdentityContainer.rate_limits,
        most_entries=Foundation.settings.provided.quotas.watch_entries,
    )
    watchlist_controller = providers.Singleton(WatchlistController, watchlist_logic, watchlist_bulk_logic)

    # feedback
    rating_logic = providers.Singleton(
        RatingLogic,
        unit_of_work=Foundation.unit_of_work,
        ratings=PlayContainer.ratings,
        watched_titles=PlayContainer.watched_titles,
        titles=DiscoveryContainer.title_reference_logic,
        operations=operation_logic,
    )
    reviews = providers.Singleton(PostgresReviewAdapter, Foundation.database)
    review_logic = providers.Singleton(
        ReviewLogic,
        unit_of_work=Foundation.unit_of_work,
        reviews=reviews,
        ratings=PlayContainer.ratings,
        watched_titles=PlayContainer.watched_titles,
        titles=DiscoveryContainer.title_reference_logic,
        merged_titles=DiscoveryContainer.merged_titles,
        operations=operation_logic,
        audit=Foundation.audit,
    )
    rating_bulk_logic = providers.Singleton(
        RatingBulkLogic,
        unit_of_work=Foundation.unit_of_work,
        ratings=PlayContainer.bulk_ratings,
        shown=PlayContainer.ratings,
        titles=PlayContainer.bulk_titles,
        operations=operation_logic,
        limit=IdentityContainer.rate_limits,
        most_entries=Foundation.settings.provided.quotas.watch_entries,
    )
    rating_controller = providers.Singleton(RatingController, rating_logic, rating_bulk_logic)
    review_controller = providers.Singleton(ReviewController, review_logic)
    title_review_controller = providers.Singleton(TitleReviewController, review_logic)
    rating_statistics = providers.Singleton(PostgresRatingStatisticsAdapter, Foundation.database)
    rating_statistics_logic = providers.Singleton(
        RatingStatisticsLogic, unit_of_work=Foundation.unit_of_work, rating_statistics=rating_statistics
    )
    prior_refresh = providers.Singleton(
        BackgroundTask, "prior-refresh", rating_statistics_logic.provided.refresh_when_due
    )

    # changes
    change_feed = providers.Singleton(PostgresChangeAdapter, Foundation.database)
    change_logic = providers.Singleton(
        ChangeLogic,
        unit_of_work=Foundation.unit_of_work,
        changes=change_feed,
        entries=PlayContainer.watch_entries,
        plays=PlayContainer.plays,
        ratings=PlayContainer.ratings,
        reviews=reviews,
        tags=PlayContainer.tags,
        marks=marks,
        lists=ListContainer.lists,
        list_items=ListContainer.list_items,
        titles=DiscoveryContainer.titles,
        users=IdentityContainer.users,
        days=Foundation.settings.provided.changes.days,
    )
    change_controller = providers.Singleton(ChangeController, change_logic)
    change_removal = providers.Singleton(
        BackgroundTask, "change-removal", change_logic.provided.forget_old, pause_seconds=3600.0
    )

    # exports
    export_logic = providers.Singleton(
        ExportLogic, exports=providers.Singleton(PostgresExportAdapter, Foundation.database)
    )
    export_controller = providers.Singleton(ExportController, export_logic)

    # operations
    lifecycle = providers.Singleton(Lifecycle)
    probes = providers.Singleton(
        health_probes,
        Foundation.settings,
        Foundation.options,
        DiscoveryContainer.upstreams,
    )
    runtime_metrics_sampler = providers.Singleton(
        RuntimeMetricsSampler,
        metrics=Foundation.metrics,
        pool=Foundation.database.provided.pool,
        concurrency=Foundation.write_limiter,
        hasher=IdentityContainer.hasher,
    )
    runtime_metrics = providers.Singleton(
        BackgroundTask, "runtime-metrics", runtime_metrics_sampler.provided.sample, pause_seconds=0.0
    )
    tag_versions = providers.Singleton(
        SharedTagVersionAdapter, providers.Singleton(PostgresTagVersionAdapter, Foundation.database)
    )
    response_store = providers.Singleton(MemoryCacheStore, max_bytes=Foundation.settings.provided.cache.bytes)
    response_cache = providers.Singleton(
        ResponseCache,
        versions=tag_versions,
        store=response_store,
        metrics=Foundation.metrics,
        seconds=Foundation.settings.provided.cache.stored_seconds,
    )
    version_compaction = providers.Singleton(
        BackgroundTask, "version-compaction", response_cache.provided.compact_versions, pause_seconds=60.0
    )
    audit_log_logic = providers.Singleton(AuditLogLogic, audit=Foundation.audit)
    idempotency_keys = providers.Singleton(
        PostgresIdempotencyKeyAdapter, Foundation.database, missing_account=InvalidTokenError
    )
    idempotency = providers.Singleton(
        Idempotency,
        unit_of_work=Foundation.unit_of_work,
        keys=idempotency_keys,
        secret=Foundation.secret,
        most_bytes=Foundation.settings.provided.quotas.stored_responses_bytes,
    )
    key_removal = providers.Singleton(
        BackgroundTask, "key-removal", idempotency.provided.remove_old, pause_seconds=300.0
    )
    replication_token_service = providers.Singleton(
        ReplicationTokenService, positions=providers.Singleton(ReplicationTokens, Foundation.database)
    )
    replication_token_compaction = providers.Singleton(
        BackgroundTask,
        "replication-token-compaction",
        replication_token_service.provided.forget_old,
        pause_seconds=300.0,
    )
    health = providers.Singleton(Health, probes=probes, lifecycle=lifecycle)
    audit_controller = providers.Singleton(AuditController, audit_log_logic)
    about_facts = providers.Singleton(about, Foundation.settings)
    about_controller = providers.Singleton(AboutController, about_facts)
    overview_logic = providers.Singleton(
        OverviewLogic,
        overview=providers.Singleton(PostgresOverviewAdapter, Foundation.database),
        audit_log=audit_log_logic,
        providers=about_facts.provided.providers,
    )
    overview_controller = providers.Singleton(OverviewController, overview_logic)
    health_controller = providers.Singleton(HealthController, health)
    documentation_controller = providers.Singleton(
        DocumentationController,
        providers.Object(service_json),
        is_public=Foundation.settings.provided.are_docs_public,
    )
    page_controller = providers.Singleton(PageController, are_docs_public=Foundation.settings.provided.are_docs_public)


def background_tasks_of(container: Container) -> list[BackgroundTask]:
    """Return the background tasks of a process: all that the container defines, some only with a replica or metrics."""
    settings = container.settings()
    needs = {
        "replication_token_compaction": settings.database_replica_url,
        "runtime_metrics": settings.metrics.port,
    }
    defined = container.providers.items()
    tasks = {name: task for name, task in defined if getattr(task, "cls", None) is BackgroundTask}
    return [task() for name, task in tasks.items() if needs.get(name, True) is not None]


async def close(container: Container) -> None:
    """Close every connection to the database and to other services."""
    for upstream in container.upstreams().values():
        await upstream.client.close()
    await container.poster_source().close()
    await container.cache_store().close()
    await container.database().close()
