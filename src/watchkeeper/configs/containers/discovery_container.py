"""Part of the composition root: discovery."""

from dependency_injector import providers

from watchkeeper.configs.containers.catalogue_container import CatalogueContainer
from watchkeeper.configs.containers.foundation_container import Foundation
from watchkeeper.configs.options import anime_provider, provider_of_times
from watchkeeper.configs.upstreams import upstreams
from watchkeeper.controllers.v1.discovery.anime_controller import AnimeController
from watchkeeper.controllers.v1.discovery.favorite_controller import FavoriteController
from watchkeeper.controllers.v1.discovery.movie_controller import MovieController
from watchkeeper.controllers.v1.discovery.show_controller import ShowController
from watchkeeper.controllers.v1.discovery.title_import_controller import TitleImportController
from watchkeeper.controllers.v1.episodes.episode_controller import EpisodeController
from watchkeeper.foundation.jobs.background_task import BackgroundTask
from watchkeeper.foundation.outbound.cached_client import CachedUpstream
from watchkeeper.logics.discovery.discovery_logic import DiscoveryLogic
from watchkeeper.logics.discovery.favorite_logic import FavoriteLogic
from watchkeeper.logics.discovery.one_work_logic import OneWorkLogic
from watchkeeper.logics.discovery.title_confirmation_logic import TitleConfirmationLogic
from watchkeeper.logics.discovery.title_import_logic import TitleImportLogic
from watchkeeper.logics.discovery.title_links import TitleLinks
from watchkeeper.logics.discovery.title_metadata_logic import TitleMetadataLogic
from watchkeeper.logics.discovery.title_reference_logic import TitleReferenceLogic
from watchkeeper.logics.episodes.episode_load_logic import EpisodeLoadLogic
from watchkeeper.logics.episodes.episode_refresh_logic import EpisodeRefreshLogic
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.repositories.catalogue.adapters.external_title_postgres_adapter import PostgresExternalTitleAdapter
from watchkeeper.repositories.discovery.adapters.due_title_postgres_adapter import PostgresDueTitleAdapter
from watchkeeper.repositories.discovery.adapters.favorite_tmdb_adapter import TmdbFavoriteAdapter
from watchkeeper.repositories.discovery.adapters.known_title_postgres_adapter import PostgresKnownTitleAdapter
from watchkeeper.repositories.discovery.adapters.metadata_anilist_adapter import AnilistMetadataAdapter
from watchkeeper.repositories.discovery.adapters.metadata_consumet_adapter import ConsumetMetadataAdapter
from watchkeeper.repositories.discovery.adapters.metadata_routed_adapter import RoutedMetadataAdapter
from watchkeeper.repositories.discovery.adapters.metadata_tmdb_adapter import TmdbMetadataAdapter
from watchkeeper.repositories.discovery.adapters.shared_favorites_postgres_adapter import PostgresSharedFavoritesAdapter
from watchkeeper.repositories.discovery.adapters.tmdb_mapper import TmdbReader
from watchkeeper.repositories.discovery.adapters.tmdb_tokens import TmdbTokens
from watchkeeper.repositories.episodes.adapters.episode_refresh_postgres_adapter import PostgresEpisodeRefreshAdapter
from watchkeeper.repositories.episodes.adapters.episodes_anilist_adapter import AnilistEpisodeAdapter
from watchkeeper.repositories.episodes.adapters.episodes_routed_adapter import RoutedEpisodeAdapter
from watchkeeper.repositories.episodes.adapters.episodes_timed_adapter import TimedEpisodeAdapter
from watchkeeper.repositories.episodes.adapters.episodes_tmdb_adapter import TmdbEpisodeAdapter
from watchkeeper.repositories.episodes.adapters.episodes_tvmaze_adapter import TvmazeEpisodeAdapter


class DiscoveryContainer(CatalogueContainer):
    """Providers for metadata sources, favourites, and imported titles."""

    upstreams = providers.Singleton(upstreams, Foundation.settings, Foundation.metrics, Foundation.tracer)
    tmdb = providers.Singleton(
        CachedUpstream,
        upstreams.provided["tmdb"].client,
        Foundation.cache_store,
        secret=Foundation.secret,
        metrics=Foundation.metrics,
    )
    tmdb_tokens = providers.Singleton(TmdbTokens, Foundation.settings.provided.tmdb.access_token)
    tmdb_reader = providers.Singleton(
        TmdbReader,
        image_base_url=Foundation.settings.provided.tmdb.image_base_url,
        region=Foundation.settings.provided.tmdb.region,
    )
    movies_and_shows = providers.Singleton(TmdbMetadataAdapter, upstream=tmdb, tokens=tmdb_tokens, reader=tmdb_reader)
    anime_upstream = providers.Singleton(
        CachedUpstream,
        upstreams.provided["anime"].client,
        Foundation.cache_store,
        secret=Foundation.secret,
        metrics=Foundation.metrics,
    )
    anime = providers.Selector(
        providers.Callable(anime_provider, Foundation.settings),
        anilist=providers.Singleton(AnilistMetadataAdapter, upstream=anime_upstream),
        consumet=providers.Singleton(ConsumetMetadataAdapter, upstream=anime_upstream),
    )
    metadata_provider = providers.Singleton(
        RoutedMetadataAdapter,
        providers=providers.Dict(
            {MediaType.MOVIE: movies_and_shows, MediaType.SHOW: movies_and_shows, MediaType.ANIME: anime}
        ),
    )
    private_tmdb = providers.Singleton(
        CachedUpstream,
        upstreams.provided["tmdb"].client,
        Foundation.private_cache_store,
        secret=Foundation.secret,
        metrics=Foundation.metrics,
    )
    favorites = providers.Singleton(
        TmdbFavoriteAdapter,
        client=upstreams.provided["tmdb"].client,
        upstream=private_tmdb,
        tokens=tmdb_tokens,
        reader=tmdb_reader,
        unit_of_work=Foundation.unit_of_work,
        changes=Foundation.changes,
    )
    known_titles = providers.Singleton(PostgresKnownTitleAdapter, Foundation.database)
    discovery_logic = providers.Singleton(
        DiscoveryLogic,
        provider=metadata_provider,
        known_titles=known_titles,
        favorites=favorites,
        server_token=Foundation.settings.provided.favorites.server_token,
    )
    shared_favorites = providers.Singleton(PostgresSharedFavoritesAdapter, Foundation.database)
    favorite_logic = providers.Singleton(
        FavoriteLogic,
        unit_of_work=Foundation.unit_of_work,
        favorites=favorites,
        shared_favorites=shared_favorites,
        known_titles=known_titles,
        server_token=Foundation.settings.provided.favorites.server_token,
    )
    external_titles = providers.Singleton(PostgresExternalTitleAdapter, Foundation.database)
    due_titles = providers.Singleton(PostgresDueTitleAdapter, Foundation.database)
    title_links = providers.Singleton(
        TitleLinks,
        titles=CatalogueContainer.titles,
        genres=CatalogueContainer.genres,
        platforms=CatalogueContainer.platforms,
    )
    one_work_logic = providers.Singleton(
        OneWorkLogic, external_titles=external_titles, titles=CatalogueContainer.titles, links=title_links
    )
    title_metadata_logic = providers.Singleton(
        TitleMetadataLogic,
        unit_of_work=Foundation.unit_of_work,
        provider=metadata_provider,
        external_titles=external_titles,
        titles=CatalogueContainer.titles,
        personal_titles=CatalogueContainer.personal_titles,
        poster_hosts=CatalogueContainer.poster_hosts,
        links=title_links,
        one_work=one_work_logic,
        merges=CatalogueContainer.title_merge_logic,
        due_titles=due_titles,
    )
    title_import_logic = providers.Singleton(
        TitleImportLogic,
        unit_of_work=Foundation.unit_of_work,
        provider=metadata_provider,
        metadata=title_metadata_logic,
        catalogue=CatalogueContainer.title_logic,
        audit=Foundation.audit,
    )
    title_confirmation_logic = providers.Singleton(
        TitleConfirmationLogic,
        unit_of_work=Foundation.unit_of_work,
        provider=metadata_provider,
        titles=CatalogueContainer.titles,
        catalogue=CatalogueContainer.title_logic,
        personal_titles=CatalogueContainer.personal_titles,
        one_work=one_work_logic,
        merges=CatalogueContainer.title_merge_logic,
        merged_titles=CatalogueContainer.merged_titles,
        metadata=title_metadata_logic,
        audit=Foundation.audit,
    )
    title_reference_logic = providers.Singleton(
        TitleReferenceLogic,
        unit_of_work=Foundation.unit_of_work,
        metadata=title_metadata_logic,
        merged_titles=CatalogueContainer.merged_titles,
    )
    metadata_refresh = providers.Singleton(
        BackgroundTask, "metadata-refresh", title_metadata_logic.provided.refresh_due
    )
    movie_controller = providers.Singleton(MovieController, discovery_logic)
    show_controller = providers.Singleton(ShowController, discovery_logic)
    anime_controller = providers.Singleton(AnimeController, discovery_logic)
    favorite_controller = providers.Singleton(FavoriteController, favorite_logic)
    title_import_controller = providers.Singleton(TitleImportController, title_import_logic, title_confirmation_logic)
    episode_refreshes = providers.Singleton(PostgresEpisodeRefreshAdapter, Foundation.database)
    tmdb_episodes = providers.Singleton(
        TmdbEpisodeAdapter,
        upstream=tmdb,
        tokens=tmdb_tokens,
        image_base_url=Foundation.settings.provided.tmdb.image_base_url,
    )
    anilist_episodes = providers.Singleton(AnilistEpisodeAdapter, upstream=anime_upstream)
    routed_episodes = providers.Singleton(
        RoutedEpisodeAdapter,
        providers=providers.Selector(
            providers.Callable(anime_provider, Foundation.settings),
            anilist=providers.Dict(tmdb=tmdb_episodes, anilist=anilist_episodes),
            consumet=providers.Dict(tmdb=tmdb_episodes),
        ),
    )
    episode_provider = providers.Selector(
        providers.Callable(provider_of_times, Foundation.settings),
        nobody=routed_episodes,
        tvmaze=providers.Singleton(
            TimedEpisodeAdapter,
            provider=routed_episodes,
            tmdb=tmdb_episodes,
            tvmaze=providers.Singleton(
                TvmazeEpisodeAdapter,
                upstream=providers.Singleton(
                    CachedUpstream,
                    upstreams.provided["tvmaze"].client,
                    Foundation.cache_store,
                    secret=Foundation.secret,
                    metrics=Foundation.metrics,
                ),
            ),
            has_tmdb=providers.Callable(bool, Foundation.settings.provided.tmdb.access_token),
        ),
    )
    episode_refresh_logic = providers.Singleton(
        EpisodeRefreshLogic,
        unit_of_work=Foundation.unit_of_work,
        provider=episode_provider,
        episodes=episode_refreshes,
        gone_after=Foundation.settings.provided.episodes.gone_after,
    )
    episode_load_logic = providers.Singleton(
        EpisodeLoadLogic,
        unit_of_work=Foundation.unit_of_work,
        loads=CatalogueContainer.catalogue_loads,
        titles=external_titles,
        episodes=episode_refreshes,
    )
    episode_refresh = providers.Singleton(BackgroundTask, "episode-refresh", episode_refresh_logic.provided.refresh_due)
    episode_controller = providers.Singleton(EpisodeController, CatalogueContainer.episode_logic, episode_refresh_logic)
