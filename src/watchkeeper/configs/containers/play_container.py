"""Plays, and what they stand on of watchlist and feedback."""

from dependency_injector import providers

from watchkeeper.configs.containers.discovery_container import DiscoveryContainer
from watchkeeper.configs.containers.foundation_container import Foundation
from watchkeeper.configs.containers.identity_container import IdentityContainer
from watchkeeper.configs.containers.list_container import ListContainer
from watchkeeper.configs.containers.operation_container import OperationContainer
from watchkeeper.controllers.v1.watchlist.entry_play_controller import EntryPlayController
from watchkeeper.controllers.v1.watchlist.play_controller import PlayController
from watchkeeper.logics.bulk.bulk_titles import BulkTitles
from watchkeeper.logics.feedback.rating_writing import RatingWriting
from watchkeeper.logics.watchlist.entry_viewings import EntryViewings
from watchkeeper.logics.watchlist.play_attempt import PlayAttempt
from watchkeeper.logics.watchlist.play_bulk_logic import PlayBulkLogic
from watchkeeper.logics.watchlist.play_logic import PlayLogic
from watchkeeper.logics.watchlist.play_writing import PlayWriting
from watchkeeper.logics.watchlist.tag_logic import TagLogic
from watchkeeper.logics.watchlist.viewing_count_logic import ViewingCountLogic
from watchkeeper.repositories.discovery.adapters.title_location_postgres_adapter import PostgresTitleLocationAdapter
from watchkeeper.repositories.feedback.adapters.rating_bulk_postgres_adapter import PostgresRatingBulkAdapter
from watchkeeper.repositories.feedback.adapters.rating_postgres_adapter import PostgresRatingAdapter
from watchkeeper.repositories.feedback.adapters.watched_title_postgres_adapter import PostgresWatchedTitleAdapter
from watchkeeper.repositories.watchlist.adapters.play_context_postgres_adapter import PostgresPlayContextAdapter
from watchkeeper.repositories.watchlist.adapters.play_postgres_adapter import PostgresPlayAdapter
from watchkeeper.repositories.watchlist.adapters.play_set_postgres_adapter import PostgresPlaySetAdapter
from watchkeeper.repositories.watchlist.adapters.tag_postgres_adapter import PostgresTagAdapter
from watchkeeper.repositories.watchlist.adapters.viewing_count_postgres_adapter import PostgresViewingCountAdapter
from watchkeeper.repositories.watchlist.adapters.watch_entry_postgres_adapter import PostgresWatchEntryAdapter
from watchkeeper.repositories.watchlist.adapters.watching_postgres_adapter import PostgresWatchingAdapter


class PlayContainer(ListContainer):
    """Providers for plays and viewings, and for entries and ratings, which plays change."""

    watched_titles = providers.Singleton(
        PostgresWatchedTitleAdapter, Foundation.database, max_entries=Foundation.settings.provided.quotas.watch_entries
    )
    watch_entries = providers.Singleton(
        PostgresWatchEntryAdapter, Foundation.database, most=Foundation.settings.provided.quotas.watch_entries
    )
    ratings = providers.Singleton(PostgresRatingAdapter, Foundation.database)
    plays = providers.Singleton(
        PostgresPlayAdapter, Foundation.database, max_entries=Foundation.settings.provided.quotas.watch_entries
    )
    watchings = providers.Singleton(PostgresWatchingAdapter, Foundation.database)
    play_writing = providers.Singleton(
        PlayWriting,
        sets=providers.Singleton(
            PostgresPlaySetAdapter,
            Foundation.database,
            max_entries=Foundation.settings.provided.quotas.watch_entries,
        ),
    )
    tags = providers.Singleton(PostgresTagAdapter, Foundation.database)
    tag_logic = providers.Singleton(
        TagLogic,
        unit_of_work=Foundation.unit_of_work,
        accounts=IdentityContainer.account_locks,
        tags=tags,
        operations=OperationContainer.operation_logic,
    )
    bulk_ratings = providers.Singleton(
        PostgresRatingBulkAdapter,
        Foundation.database,
        max_entries=Foundation.settings.provided.quotas.watch_entries,
    )
    rating_writing = providers.Singleton(RatingWriting, ratings=bulk_ratings)
    play_contexts = providers.Singleton(PostgresPlayContextAdapter, Foundation.database)
    play_attempt = providers.Singleton(
        PlayAttempt,
        unit_of_work=Foundation.unit_of_work,
        plays=plays,
        contexts=play_contexts,
        operations=OperationContainer.operation_logic,
    )
    play_logic = providers.Singleton(
        PlayLogic,
        unit_of_work=Foundation.unit_of_work,
        plays=plays,
        watchings=watchings,
        accounts=IdentityContainer.account_locks,
        episodes=ListContainer.episode_finding,
        titles=DiscoveryContainer.title_reference_logic,
        writing=play_writing,
        attempt=play_attempt,
        ratings=rating_writing,
        operations=OperationContainer.operation_logic,
        tags=tag_logic,
    )
    viewing_count_logic = providers.Singleton(
        ViewingCountLogic,
        unit_of_work=Foundation.unit_of_work,
        counts=providers.Singleton(PostgresViewingCountAdapter, Foundation.database),
        watchings=watchings,
    )
    bulk_titles = providers.Singleton(
        BulkTitles,
        locations=providers.Singleton(PostgresTitleLocationAdapter, Foundation.database),
        personal_titles=DiscoveryContainer.personal_titles,
    )
    entry_viewings = providers.Singleton(
        EntryViewings, watchings=watchings, writing=play_writing, operations=OperationContainer.operation_logic
    )
    play_bulk_logic = providers.Singleton(
        PlayBulkLogic,
        unit_of_work=Foundation.unit_of_work,
        writing=play_writing,
        ratings=rating_writing,
        shown=plays,
        titles=bulk_titles,
        episodes=ListContainer.episode_finding,
        operations=OperationContainer.operation_logic,
        tags=tag_logic,
        limit=IdentityContainer.rate_limits,
    )
    play_controller = providers.Singleton(PlayController, play_logic, play_bulk_logic)
    entry_play_controller = providers.Singleton(EntryPlayController, play_logic)
