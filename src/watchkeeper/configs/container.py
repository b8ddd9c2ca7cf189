"""The composition root: settings → database → adapters → logics, read top to bottom. Every object exists once."""

from typing import Any

from dependency_injector import containers, providers

from watchkeeper.configs.background_task import BackgroundTask
from watchkeeper.configs.health_probes import health_probes
from watchkeeper.configs.observation import VitalSigns, chosen_metrics, chosen_tracer
from watchkeeper.configs.options import (
    anime_provider,
    database_options,
    password_policy,
    token_lifetimes,
    token_signature,
    upstream_options,
)
from watchkeeper.configs.settings import Settings
from watchkeeper.logics.catalogue.catalogue_load_logic import CatalogueLoadLogic
from watchkeeper.logics.catalogue.genre_logic import GenreLogic
from watchkeeper.logics.catalogue.platform_logic import PlatformLogic
from watchkeeper.logics.catalogue.title_logic import TitleLogic
from watchkeeper.logics.discovery.discovery_logic import DiscoveryLogic
from watchkeeper.logics.discovery.favorite_logic import FavoriteLogic
from watchkeeper.logics.discovery.title_import_logic import TitleImportLogic
from watchkeeper.logics.discovery.title_metadata_logic import TitleMetadataLogic
from watchkeeper.logics.feedback.figures_logic import FiguresLogic
from watchkeeper.logics.feedback.rating_logic import RatingLogic
from watchkeeper.logics.feedback.review_logic import ReviewLogic
from watchkeeper.logics.identity.account_logic import AccountLogic
from watchkeeper.logics.identity.authentication_logic import AuthenticationLogic
from watchkeeper.logics.identity.session_logic import SessionLogic
from watchkeeper.logics.identity.token_logic import TokenLogic
from watchkeeper.logics.identity.user_logic import UserLogic
from watchkeeper.logics.operations.audit_log_logic import AuditLogLogic
from watchkeeper.logics.operations.health_logic import HealthLogic
from watchkeeper.logics.operations.idempotency_logic import IdempotencyLogic
from watchkeeper.logics.watchlist.watchlist_logic import WatchlistLogic
from watchkeeper.models.types.lifecycle import Lifecycle
from watchkeeper.repositories.catalogue.adapters.catalogue_file_reader import CatalogueFileReader
from watchkeeper.repositories.catalogue.adapters.catalogue_load_postgres_adapter import PostgresCatalogueLoadAdapter
from watchkeeper.repositories.catalogue.adapters.external_title_postgres_adapter import PostgresExternalTitleAdapter
from watchkeeper.repositories.catalogue.adapters.genre_postgres_adapter import PostgresGenreAdapter
from watchkeeper.repositories.catalogue.adapters.platform_postgres_adapter import PostgresPlatformAdapter
from watchkeeper.repositories.catalogue.adapters.title_postgres_adapter import PostgresTitleAdapter
from watchkeeper.repositories.catalogue.adapters.viewer_postgres_adapter import PostgresViewerAdapter
from watchkeeper.repositories.database.database import Database
from watchkeeper.repositories.database.unit_of_work import PostgresUnitOfWork
from watchkeeper.repositories.discovery.adapters.due_title_postgres_adapter import PostgresDueTitleAdapter
from watchkeeper.repositories.discovery.adapters.favorite_tmdb_adapter import TmdbFavoriteAdapter
from watchkeeper.repositories.discovery.adapters.known_title_postgres_adapter import PostgresKnownTitleAdapter
from watchkeeper.repositories.discovery.adapters.metadata_anilist_adapter import AnilistMetadataAdapter
from watchkeeper.repositories.discovery.adapters.metadata_consumet_adapter import ConsumetMetadataAdapter
from watchkeeper.repositories.discovery.adapters.metadata_routed_adapter import RoutedMetadataAdapter
from watchkeeper.repositories.discovery.adapters.metadata_tmdb_adapter import TmdbMetadataAdapter
from watchkeeper.repositories.discovery.adapters.shared_favorites_postgres_adapter import PostgresSharedFavoritesAdapter
from watchkeeper.repositories.discovery.adapters.tmdb_reading import TmdbReader
from watchkeeper.repositories.discovery.adapters.tmdb_tokens import TmdbTokens
from watchkeeper.repositories.feedback.adapters.figures_postgres_adapter import PostgresFiguresAdapter
from watchkeeper.repositories.feedback.adapters.rating_postgres_adapter import PostgresRatingAdapter
from watchkeeper.repositories.feedback.adapters.review_postgres_adapter import PostgresReviewAdapter
from watchkeeper.repositories.feedback.adapters.watched_title_postgres_adapter import PostgresWatchedTitleAdapter
from watchkeeper.repositories.identity.adapters.account_state_cached_adapter import CachedAccountStateAdapter
from watchkeeper.repositories.identity.adapters.account_state_postgres_adapter import PostgresAccountStateAdapter
from watchkeeper.repositories.identity.adapters.password_bcrypt_adapter import BcryptPasswordHasher
from watchkeeper.repositories.identity.adapters.session_postgres_adapter import PostgresSessionAdapter
from watchkeeper.repositories.identity.adapters.token_cached_adapter import CachedTokenCodec
from watchkeeper.repositories.identity.adapters.token_jwt_adapter import JwtTokenCodec
from watchkeeper.repositories.identity.adapters.user_postgres_adapter import PostgresUserAdapter
from watchkeeper.repositories.operations.adapters.audit_trail_postgres_adapter import PostgresAuditTrail
from watchkeeper.repositories.operations.adapters.cache_store_memory_adapter import MemoryCacheStore
from watchkeeper.repositories.operations.adapters.change_feed_postgres_adapter import PostgresChangeFeed
from watchkeeper.repositories.operations.adapters.idempotency_key_postgres_adapter import PostgresIdempotencyKeyAdapter
from watchkeeper.repositories.upstream.cached_upstream import CachedUpstream
from watchkeeper.repositories.upstream.upstream_client import UpstreamClient
from watchkeeper.repositories.watchlist.adapters.watch_entry_postgres_adapter import PostgresWatchEntryAdapter


class Container(containers.DeclarativeContainer):
    settings: providers.Dependency[Settings] = providers.Dependency()
    secret: providers.Dependency[str] = providers.Dependency()
    dsn: providers.Dependency[str] = providers.Dependency()

    metrics = providers.Singleton(chosen_metrics, settings)
    tracer = providers.Singleton(chosen_tracer, settings)
    options = providers.Singleton(database_options, settings, dsn)
    database = providers.Singleton(Database, options, metrics=metrics, tracer=tracer)
    unit_of_work = providers.Singleton(PostgresUnitOfWork, database)
    changes = providers.Singleton(PostgresChangeFeed, database, options)
    audit = providers.Singleton(PostgresAuditTrail, database)
    cache_store = providers.Singleton(MemoryCacheStore)

    # identity
    signer = providers.Singleton(
        JwtTokenCodec,
        signature=providers.Singleton(token_signature, settings, secret),
        secret=secret,
        issuer=settings.provided.auth.issuer,
        audience=settings.provided.auth.audience,
    )
    tokens = providers.Singleton(CachedTokenCodec, signer)
    stored_states = providers.Singleton(PostgresAccountStateAdapter, database)
    account_states = providers.Singleton(
        CachedAccountStateAdapter, stored_states, unit_of_work=unit_of_work, changes=changes
    )
    users = providers.Singleton(PostgresUserAdapter, database)
    sessions = providers.Singleton(PostgresSessionAdapter, database)
    hasher = providers.Singleton(BcryptPasswordHasher, rounds=settings.provided.auth.bcrypt_rounds)
    policy = providers.Singleton(password_policy, settings)
    authentication_logic = providers.Singleton(AuthenticationLogic, tokens=tokens, accounts=account_states)
    account_logic = providers.Singleton(
        AccountLogic,
        unit_of_work=unit_of_work,
        users=users,
        sessions=sessions,
        states=account_states,
        hasher=hasher,
        policy=policy,
        audit=audit,
    )
    session_logic = providers.Singleton(
        SessionLogic,
        unit_of_work=unit_of_work,
        users=users,
        sessions=sessions,
        states=account_states,
        hasher=hasher,
        tokens=tokens,
        lifetimes=providers.Singleton(token_lifetimes, settings),
        audit=audit,
    )
    token_logic = providers.Singleton(TokenLogic, sessions=session_logic)
    user_logic = providers.Singleton(
        UserLogic,
        unit_of_work=unit_of_work,
        users=users,
        sessions=sessions,
        states=account_states,
        hasher=hasher,
        policy=policy,
        audit=audit,
    )

    # catalogue
    genres = providers.Singleton(PostgresGenreAdapter, database)
    genre_logic = providers.Singleton(GenreLogic, unit_of_work=unit_of_work, genres=genres, audit=audit)
    platforms = providers.Singleton(PostgresPlatformAdapter, database)
    platform_logic = providers.Singleton(PlatformLogic, unit_of_work=unit_of_work, platforms=platforms, audit=audit)
    titles = providers.Singleton(PostgresTitleAdapter, database)
    viewers = providers.Singleton(PostgresViewerAdapter, database)
    title_logic = providers.Singleton(
        TitleLogic, unit_of_work=unit_of_work, titles=titles, viewers=viewers, audit=audit
    )
    catalogue_files = providers.Singleton(CatalogueFileReader)
    catalogue_loads = providers.Singleton(PostgresCatalogueLoadAdapter, database)
    catalogue_load_logic = providers.Singleton(CatalogueLoadLogic, unit_of_work=unit_of_work, loads=catalogue_loads)

    # discovery
    upstream_options = providers.Singleton(upstream_options, settings)
    tmdb_client = providers.Singleton(
        UpstreamClient, "tmdb", settings.provided.tmdb.base_url, upstream_options, metrics=metrics, tracer=tracer
    )
    tmdb = providers.Singleton(CachedUpstream, tmdb_client, cache_store, secret=secret, metrics=metrics)
    tmdb_tokens = providers.Singleton(TmdbTokens, settings.provided.tmdb.access_token)
    tmdb_reader = providers.Singleton(
        TmdbReader, image_base_url=settings.provided.tmdb.image_base_url, region=settings.provided.tmdb.region
    )
    movies_and_shows = providers.Singleton(TmdbMetadataAdapter, upstream=tmdb, tokens=tmdb_tokens, reader=tmdb_reader)
    anilist_client = providers.Singleton(
        UpstreamClient, "anilist", settings.provided.anilist.base_url, upstream_options, metrics=metrics, tracer=tracer
    )
    anilist = providers.Singleton(CachedUpstream, anilist_client, cache_store, secret=secret, metrics=metrics)
    consumet_client = providers.Singleton(
        UpstreamClient,
        "consumet",
        settings.provided.consumet.base_url,
        upstream_options,
        metrics=metrics,
        tracer=tracer,
    )
    consumet = providers.Singleton(CachedUpstream, consumet_client, cache_store, secret=secret, metrics=metrics)
    anime = providers.Selector(
        providers.Callable(anime_provider, settings),
        anilist=providers.Singleton(AnilistMetadataAdapter, upstream=anilist),
        consumet=providers.Singleton(ConsumetMetadataAdapter, upstream=consumet),
    )
    metadata_provider = providers.Singleton(RoutedMetadataAdapter, movies_and_shows=movies_and_shows, anime=anime)
    favorites = providers.Singleton(
        TmdbFavoriteAdapter,
        client=tmdb_client,
        upstream=tmdb,
        tokens=tmdb_tokens,
        reader=tmdb_reader,
        unit_of_work=unit_of_work,
        changes=changes,
    )
    known_titles = providers.Singleton(PostgresKnownTitleAdapter, database)
    discovery_logic = providers.Singleton(
        DiscoveryLogic, provider=metadata_provider, known_titles=known_titles, favorites=favorites
    )
    shared_favorites = providers.Singleton(PostgresSharedFavoritesAdapter, database)
    favorite_logic = providers.Singleton(
        FavoriteLogic, unit_of_work=unit_of_work, favorites=favorites, shared_favorites=shared_favorites
    )
    external_titles = providers.Singleton(PostgresExternalTitleAdapter, database)
    due_titles = providers.Singleton(PostgresDueTitleAdapter, database)
    title_metadata_logic = providers.Singleton(
        TitleMetadataLogic,
        unit_of_work=unit_of_work,
        provider=metadata_provider,
        external_titles=external_titles,
        titles=titles,
        genres=genres,
        platforms=platforms,
        due_titles=due_titles,
    )
    title_import_logic = providers.Singleton(
        TitleImportLogic,
        unit_of_work=unit_of_work,
        provider=metadata_provider,
        metadata=title_metadata_logic,
        external_titles=external_titles,
        catalogue=title_logic,
        audit=audit,
    )
    metadata_refresh = providers.Singleton(
        BackgroundTask, "metadata-refresh", title_metadata_logic.provided.refresh_due
    )

    # watchlist
    watch_entries = providers.Singleton(PostgresWatchEntryAdapter, database)
    watchlist_logic = providers.Singleton(
        WatchlistLogic, unit_of_work=unit_of_work, entries=watch_entries, metadata=title_metadata_logic
    )

    # feedback
    watched_titles = providers.Singleton(PostgresWatchedTitleAdapter, database)
    ratings = providers.Singleton(PostgresRatingAdapter, database)
    rating_logic = providers.Singleton(
        RatingLogic, unit_of_work=unit_of_work, ratings=ratings, watched_titles=watched_titles
    )
    reviews = providers.Singleton(PostgresReviewAdapter, database)
    review_logic = providers.Singleton(
        ReviewLogic,
        unit_of_work=unit_of_work,
        reviews=reviews,
        ratings=ratings,
        watched_titles=watched_titles,
        audit=audit,
    )
    figures = providers.Singleton(PostgresFiguresAdapter, database)
    figures_logic = providers.Singleton(FiguresLogic, unit_of_work=unit_of_work, figures=figures)
    prior_refresh = providers.Singleton(BackgroundTask, "prior-refresh", figures_logic.provided.refresh_when_due)

    # operations
    lifecycle = providers.Singleton(Lifecycle)
    probes = providers.Singleton(health_probes, settings, options)
    vital_signs = providers.Singleton(VitalSigns, metrics=metrics, pool=database.provided.pool, hasher=hasher)
    audit_log_logic = providers.Singleton(AuditLogLogic, audit=audit)
    idempotency_keys = providers.Singleton(PostgresIdempotencyKeyAdapter, database)
    idempotency_logic = providers.Singleton(
        IdempotencyLogic, unit_of_work=unit_of_work, keys=idempotency_keys, secret=secret
    )
    key_removal = providers.Singleton(
        BackgroundTask, "key-removal", idempotency_logic.provided.remove_old, pause_seconds=300.0
    )
    health_logic = providers.Singleton(HealthLogic, probes=probes, lifecycle=lifecycle)


def logics_of(container: Container) -> dict[type, Any]:
    """Return every logic of the container by its class, built."""
    built = (provider() for name, provider in container.providers.items() if name.endswith("_logic"))
    return {type(logic): logic for logic in built}


def background_tasks_of(container: Container) -> list[BackgroundTask]:
    """Return what each process does beside answering requests."""
    return [container.prior_refresh(), container.metadata_refresh(), container.key_removal()]


async def close(container: Container) -> None:
    """Close every connection to the database and to other services."""
    for client in (container.tmdb_client(), container.anilist_client(), container.consumet_client()):
        await client.close()
    await container.database().close()
