"""The composition root: settings → database → adapters → logics → controllers. All providers are singletons."""

from dependency_injector import providers

from watchkeeper.configs.containers.discovery_container import DiscoveryContainer
from watchkeeper.configs.containers.foundation_container import Foundation
from watchkeeper.configs.containers.identity_container import IdentityContainer
from watchkeeper.configs.containers.list_container import ListContainer
from watchkeeper.configs.containers.operation_container import OperationContainer
from watchkeeper.configs.containers.play_container import PlayContainer
from watchkeeper.configs.containers.runtime_container import RuntimeContainer
from watchkeeper.controllers.v1.changes.change_controller import ChangeController
from watchkeeper.controllers.v1.exports.export_controller import ExportController
from watchkeeper.controllers.v1.feedback.rating_controller import RatingController
from watchkeeper.controllers.v1.feedback.review_controller import ReviewController
from watchkeeper.controllers.v1.feedback.title_review_controller import TitleReviewController
from watchkeeper.controllers.v1.integrations.webhook_controller import WebhookController
from watchkeeper.controllers.v1.integrations.webhook_delivery_controller import WebhookDeliveryController
from watchkeeper.controllers.v1.undo.operation_controller import OperationController
from watchkeeper.controllers.v1.watchlist.mark_controller import MarkController
from watchkeeper.controllers.v1.watchlist.tag_controller import TagController
from watchkeeper.controllers.v1.watchlist.title_mark_controller import TitleMarkController
from watchkeeper.controllers.v1.watchlist.watchlist_controller import WatchlistController
from watchkeeper.foundation.jobs.background_task import BackgroundTask
from watchkeeper.logics.changes.change_logic import ChangeLogic
from watchkeeper.logics.exports.export_logic import ExportLogic
from watchkeeper.logics.feedback.rating_bulk_logic import RatingBulkLogic
from watchkeeper.logics.feedback.rating_logic import RatingLogic
from watchkeeper.logics.feedback.rating_statistics_logic import RatingStatisticsLogic
from watchkeeper.logics.feedback.review_logic import ReviewLogic
from watchkeeper.logics.integrations.webhook_logic import WebhookLogic
from watchkeeper.logics.integrations.webhook_sending_logic import WebhookSendingLogic
from watchkeeper.logics.integrations.webhook_signing import WebhookSigning
from watchkeeper.logics.watchlist.mark_logic import MarkLogic
from watchkeeper.logics.watchlist.watchlist_bulk_logic import WatchlistBulkLogic
from watchkeeper.logics.watchlist.watchlist_logic import WatchlistLogic
from watchkeeper.repositories.changes.adapters.change_postgres_adapter import PostgresChangeAdapter
from watchkeeper.repositories.exports.adapters.export_postgres_adapter import PostgresExportAdapter
from watchkeeper.repositories.feedback.adapters.rating_statistics_postgres_adapter import (
    PostgresRatingStatisticsAdapter,
)
from watchkeeper.repositories.feedback.adapters.review_postgres_adapter import PostgresReviewAdapter
from watchkeeper.repositories.integrations.adapters.http_webhook_sender import HttpWebhookSender
from watchkeeper.repositories.integrations.adapters.webhook_delivery_postgres_adapter import (
    PostgresWebhookDeliveryAdapter,
)
from watchkeeper.repositories.integrations.adapters.webhook_notice_postgres_adapter import (
    PostgresWebhookNoticeAdapter,
)
from watchkeeper.repositories.integrations.adapters.webhook_postgres_adapter import PostgresWebhookAdapter
from watchkeeper.repositories.watchlist.adapters.mark_postgres_adapter import PostgresMarkAdapter
from watchkeeper.repositories.watchlist.adapters.watch_entry_bulk_postgres_adapter import PostgresWatchEntryBulkAdapter


class Container(RuntimeContainer):
    """The container of the service. Each area inherits from the containers of the areas that it depends on."""

    # undo
    operation_logic = OperationContainer.operation_logic
    operation_controller = providers.Singleton(
        OperationController, operation_logic, RuntimeContainer.operation_rollback
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
        accounts=IdentityContainer.account_locks,
        viewings=PlayContainer.entry_viewings,
    )
    marks = providers.Singleton(PostgresMarkAdapter, Foundation.database)
    mark_logic = providers.Singleton(
        MarkLogic,
        unit_of_work=Foundation.unit_of_work,
        marks=marks,
        merged_titles=DiscoveryContainer.merged_titles,
        operations=operation_logic,
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
        accounts=IdentityContainer.account_locks,
        tags=PlayContainer.tag_logic,
        viewings=PlayContainer.entry_viewings,
        limit=IdentityContainer.rate_limits,
        max_entries=Foundation.settings.provided.quotas.watch_entries,
    )
    watchlist_controller = providers.Singleton(WatchlistController, watchlist_logic, watchlist_bulk_logic)

    # feedback
    rating_logic = providers.Singleton(
        RatingLogic,
        unit_of_work=Foundation.unit_of_work,
        ratings=PlayContainer.ratings,
        accounts=IdentityContainer.account_locks,
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
        accounts=IdentityContainer.account_locks,
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
        max_entries=Foundation.settings.provided.quotas.watch_entries,
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

    # webhooks
    webhook_signing = providers.Singleton(WebhookSigning, Foundation.secret)
    webhook_deliveries = providers.Singleton(PostgresWebhookDeliveryAdapter, Foundation.database)
    webhook_logic = providers.Singleton(
        WebhookLogic,
        unit_of_work=Foundation.unit_of_work,
        webhooks=providers.Singleton(PostgresWebhookAdapter, Foundation.database),
        deliveries=webhook_deliveries,
        accounts=IdentityContainer.account_locks,
        changes=change_logic,
        signing=webhook_signing,
        max_webhooks=Foundation.settings.provided.quotas.links,
    )
    webhook_sending_logic = providers.Singleton(
        WebhookSendingLogic,
        unit_of_work=Foundation.unit_of_work,
        notices=providers.Singleton(PostgresWebhookNoticeAdapter, Foundation.database),
        deliveries=webhook_deliveries,
        changes=change_logic,
        signing=webhook_signing,
        sender=providers.Singleton(
            HttpWebhookSender, allows_private=Foundation.settings.provided.webhooks.allow_private_addresses
        ),
    )
    webhook_controller = providers.Singleton(WebhookController, webhook_logic)
    webhook_delivery_controller = providers.Singleton(WebhookDeliveryController, webhook_logic)
    webhook_notices = providers.Singleton(
        BackgroundTask, "webhook-notices", webhook_sending_logic.provided.send_changes, pause_seconds=2.0
    )
    webhook_sending = providers.Singleton(
        BackgroundTask, "webhook-sending", webhook_sending_logic.provided.send_due, pause_seconds=2.0
    )
    webhook_removal = providers.Singleton(
        BackgroundTask, "webhook-removal", webhook_sending_logic.provided.forget_old, pause_seconds=3600.0
    )


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
