"""Part of the composition root: the catalogue."""

from dependency_injector import providers

from watchkeeper.configs.containers.foundation_container import Foundation
from watchkeeper.configs.containers.identity_container import IdentityContainer
from watchkeeper.controllers.v1.catalogue.genre_controller import GenreController
from watchkeeper.controllers.v1.catalogue.platform_controller import PlatformController
from watchkeeper.controllers.v1.catalogue.title_controller import TitleController
from watchkeeper.controllers.v1.catalogue.title_merge_controller import TitleMergeController
from watchkeeper.foundation.jobs.background_task import BackgroundTask
from watchkeeper.foundation.response_cache.shared_values import SharedValues
from watchkeeper.logics.catalogue.catalogue_load_logic import CatalogueLoadLogic
from watchkeeper.logics.catalogue.genre_bulk_logic import GenreBulkLogic
from watchkeeper.logics.catalogue.lookup_logic import GenreLogic, PlatformLogic
from watchkeeper.logics.catalogue.merged_titles import MergedTitles
from watchkeeper.logics.catalogue.personal_titles import PersonalTitles
from watchkeeper.logics.catalogue.title_bulk_logic import TitleBulkLogic
from watchkeeper.logics.catalogue.title_logic import TitleLogic
from watchkeeper.logics.catalogue.title_merge_logic import TitleMergeLogic
from watchkeeper.logics.episodes.episode_logic import EpisodeLogic
from watchkeeper.models.types.catalogue.poster_hosts import PosterHosts
from watchkeeper.models.types.catalogue.title_facets import TitleFacets
from watchkeeper.repositories.catalogue.adapters.catalogue_file_reader import CatalogueFileReader
from watchkeeper.repositories.catalogue.adapters.catalogue_load_postgres_adapter import PostgresCatalogueLoadAdapter
from watchkeeper.repositories.catalogue.adapters.lookup_postgres_adapter import (
    PostgresGenreAdapter,
    PostgresPlatformAdapter,
)
from watchkeeper.repositories.catalogue.adapters.personal_title_postgres_adapter import PostgresPersonalTitleAdapter
from watchkeeper.repositories.catalogue.adapters.title_bulk_postgres_adapter import PostgresTitleBulkAdapter
from watchkeeper.repositories.catalogue.adapters.title_merge_postgres_adapter import PostgresTitleMergeAdapter
from watchkeeper.repositories.catalogue.adapters.title_postgres_adapter import PostgresTitleAdapter
from watchkeeper.repositories.episodes.adapters.episode_postgres_adapter import PostgresEpisodeAdapter
from watchkeeper.repositories.episodes.adapters.seen_episode_postgres_adapter import PostgresSeenEpisodeAdapter


class CatalogueContainer(IdentityContainer):
    """Providers for titles, genres and platforms."""

    genres = providers.Singleton(PostgresGenreAdapter, Foundation.database)
    genre_logic = providers.Singleton(
        GenreLogic, unit_of_work=Foundation.unit_of_work, lookups=genres, audit=Foundation.audit
    )
    genre_bulk_logic = providers.Singleton(
        GenreBulkLogic,
        unit_of_work=Foundation.unit_of_work,
        genres=genres,
        audit=Foundation.audit,
        limit=IdentityContainer.rate_limits,
    )
    platforms = providers.Singleton(PostgresPlatformAdapter, Foundation.database)
    platform_logic = providers.Singleton(
        PlatformLogic, unit_of_work=Foundation.unit_of_work, lookups=platforms, audit=Foundation.audit
    )
    title_facets: providers.Singleton[SharedValues[TitleFacets]] = providers.Singleton(
        SharedValues,
        versions=Foundation.tag_versions,
        metrics=Foundation.metrics,
        seconds=Foundation.settings.provided.cache.stored_seconds,
    )
    titles = providers.Singleton(PostgresTitleAdapter, Foundation.database, facets=title_facets)
    poster_hosts = providers.Singleton(PosterHosts, Foundation.settings.provided.poster_hosts)
    personal_title_rows = providers.Singleton(PostgresPersonalTitleAdapter, Foundation.database)
    personal_titles = providers.Singleton(
        PersonalTitles,
        titles=personal_title_rows,
        catalogue=titles,
        accounts=IdentityContainer.account_states,
        most=Foundation.settings.provided.quotas.personal_titles,
        poster_hosts=poster_hosts,
    )
    unused_title_removal = providers.Singleton(
        BackgroundTask, "unused-title-removal", personal_titles.provided.remove_unused, pause_seconds=3600.0
    )
    title_merges = providers.Singleton(PostgresTitleMergeAdapter, Foundation.database)
    merged_titles = providers.Singleton(MergedTitles, merges=title_merges)
    title_logic = providers.Singleton(
        TitleLogic,
        unit_of_work=Foundation.unit_of_work,
        titles=titles,
        personal_titles=personal_title_rows,
        poster_hosts=poster_hosts,
        audit=Foundation.audit,
        merged_titles=merged_titles,
    )
    episodes = providers.Singleton(PostgresEpisodeAdapter, Foundation.database)
    episode_logic = providers.Singleton(
        EpisodeLogic,
        episodes=episodes,
        seen=providers.Singleton(PostgresSeenEpisodeAdapter, Foundation.database),
        titles=titles,
        merged_titles=merged_titles,
    )
    title_merge_logic = providers.Singleton(
        TitleMergeLogic,
        unit_of_work=Foundation.unit_of_work,
        titles=titles,
        merges=title_merges,
        audit=Foundation.audit,
    )
    published_title_merging = providers.Singleton(
        BackgroundTask, "published-title-merging", title_merge_logic.provided.merge_published, pause_seconds=600.0
    )
    title_bulk_logic = providers.Singleton(
        TitleBulkLogic,
        unit_of_work=Foundation.unit_of_work,
        titles=title_logic,
        catalogue=providers.Singleton(PostgresTitleBulkAdapter, Foundation.database),
        limit=IdentityContainer.rate_limits,
    )
    catalogue_files = providers.Singleton(CatalogueFileReader)
    catalogue_loads = providers.Singleton(PostgresCatalogueLoadAdapter, Foundation.database)
    catalogue_load_logic = providers.Singleton(
        CatalogueLoadLogic,
        unit_of_work=Foundation.unit_of_work,
        loads=catalogue_loads,
        poster_hosts=poster_hosts,
    )
    genre_controller = providers.Singleton(GenreController, genre_logic, genre_bulk_logic)
    platform_controller = providers.Singleton(PlatformController, platform_logic)
    title_controller = providers.Singleton(TitleController, title_logic, title_bulk_logic)
    title_merge_controller = providers.Singleton(TitleMergeController, title_merge_logic)
