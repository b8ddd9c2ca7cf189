"""Part of the composition root: what the page shows."""

from dependency_injector import providers

from watchkeeper.configs.containers.catalogue_container import CatalogueContainer
from watchkeeper.configs.containers.episode_container import EpisodeContainer
from watchkeeper.configs.containers.foundation_container import Foundation
from watchkeeper.configs.containers.play_container import PlayContainer
from watchkeeper.configs.options import poster_cache
from watchkeeper.controllers.v1.page.browsing_controller import BrowsingController
from watchkeeper.controllers.v1.page.home_controller import HomeController
from watchkeeper.controllers.v1.page.poster_controller import PosterController
from watchkeeper.logics.page.home_logic import HomeLogic
from watchkeeper.logics.page.poster_logic import PosterLogic
from watchkeeper.logics.page.related_title_logic import RelatedTitleLogic
from watchkeeper.logics.page.statistics_logic import StatisticsLogic
from watchkeeper.repositories.page.adapters.home_postgres_adapter import PostgresHomeAdapter
from watchkeeper.repositories.page.adapters.poster_http_adapter import HttpPosterAdapter
from watchkeeper.repositories.page.adapters.related_title_postgres_adapter import PostgresRelatedTitleAdapter
from watchkeeper.repositories.page.adapters.statistics_postgres_adapter import PostgresStatisticsAdapter


class PageContainer(EpisodeContainer):
    """Providers for the page's screens."""

    home_logic = providers.Singleton(
        HomeLogic,
        home=providers.Singleton(PostgresHomeAdapter, Foundation.database),
        next_up=EpisodeContainer.next_up_logic,
        entries=PlayContainer.watch_entries,
        titles=CatalogueContainer.title_logic,
    )
    statistics_logic = providers.Singleton(
        StatisticsLogic, statistics=providers.Singleton(PostgresStatisticsAdapter, Foundation.database)
    )
    related_title_logic = providers.Singleton(
        RelatedTitleLogic,
        titles=CatalogueContainer.title_logic,
        related=providers.Singleton(PostgresRelatedTitleAdapter, Foundation.database),
    )
    poster_source = providers.Singleton(HttpPosterAdapter)
    poster_logic = providers.Singleton(
        PosterLogic,
        titles=CatalogueContainer.title_logic,
        hosts=CatalogueContainer.poster_hosts,
        source=poster_source,
        cache=providers.Singleton(poster_cache, Foundation.settings),
    )
    poster_controller = providers.Singleton(PosterController, poster_logic)
    home_controller = providers.Singleton(HomeController, home_logic, statistics_logic)
    browsing_controller = providers.Singleton(BrowsingController, CatalogueContainer.title_logic, related_title_logic)
