"""Part of the composition root: what people watch next."""

from dependency_injector import providers

from watchkeeper.configs.containers.discovery_container import DiscoveryContainer
from watchkeeper.configs.containers.foundation_container import Foundation
from watchkeeper.configs.containers.play_container import PlayContainer
from watchkeeper.controllers.v1.episodes.next_up_controller import NextUpController
from watchkeeper.logics.episodes.next_up_logic import NextUpLogic
from watchkeeper.repositories.episodes.adapters.next_up_postgres_adapter import PostgresNextUpAdapter


class EpisodeContainer(PlayContainer):
    """Providers for episodes as people watch them."""

    next_up_logic = providers.Singleton(
        NextUpLogic,
        places=providers.Singleton(PostgresNextUpAdapter, Foundation.database),
        entries=PlayContainer.watch_entries,
        episodes=DiscoveryContainer.episodes,
    )
    next_up_controller = providers.Singleton(NextUpController, next_up_logic)
