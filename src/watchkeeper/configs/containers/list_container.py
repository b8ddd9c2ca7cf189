"""Part of the composition root: lists."""

from dependency_injector import providers

from watchkeeper.configs.containers.discovery_container import DiscoveryContainer
from watchkeeper.configs.containers.foundation_container import Foundation
from watchkeeper.configs.containers.identity_container import IdentityContainer
from watchkeeper.configs.containers.operation_container import OperationContainer
from watchkeeper.controllers.v1.lists.list_controller import ListController
from watchkeeper.controllers.v1.lists.list_item_controller import ListItemController
from watchkeeper.controllers.v1.lists.list_link_controller import ListLinkController
from watchkeeper.controllers.v1.lists.shared_list_controller import SharedListController
from watchkeeper.logics.lists.list_item_logic import ListItemLogic
from watchkeeper.logics.lists.list_link_logic import ListLinkLogic
from watchkeeper.logics.lists.list_logic import ListLogic
from watchkeeper.logics.watchlist.episode_finding import EpisodeFinding
from watchkeeper.repositories.episodes.adapters.episode_reference_postgres_adapter import (
    PostgresEpisodeReferenceAdapter,
)
from watchkeeper.repositories.lists.adapters.list_item_postgres_adapter import PostgresListItemAdapter
from watchkeeper.repositories.lists.adapters.list_link_postgres_adapter import PostgresListLinkAdapter
from watchkeeper.repositories.lists.adapters.list_postgres_adapter import PostgresListAdapter


class ListContainer(OperationContainer):
    """Providers for lists, their items and their links."""

    episode_references = providers.Singleton(PostgresEpisodeReferenceAdapter, Foundation.database)
    episode_finding = providers.Singleton(EpisodeFinding, episodes=episode_references)
    lists = providers.Singleton(PostgresListAdapter, Foundation.database)
    list_items = providers.Singleton(PostgresListItemAdapter, Foundation.database)
    list_links = providers.Singleton(PostgresListLinkAdapter, Foundation.database)
    list_logic = providers.Singleton(
        ListLogic,
        unit_of_work=Foundation.unit_of_work,
        accounts=IdentityContainer.account_locks,
        lists=lists,
        operations=OperationContainer.operation_logic,
        max_lists=Foundation.settings.provided.quotas.lists,
    )
    list_item_logic = providers.Singleton(
        ListItemLogic,
        unit_of_work=Foundation.unit_of_work,
        lists=lists,
        items=list_items,
        titles=DiscoveryContainer.title_reference_logic,
        episodes=episode_finding,
        operations=OperationContainer.operation_logic,
        max_items=Foundation.settings.provided.quotas.list_items,
    )
    list_link_logic = providers.Singleton(
        ListLinkLogic,
        unit_of_work=Foundation.unit_of_work,
        lists=lists,
        items=list_items,
        links=list_links,
        max_links=Foundation.settings.provided.quotas.links,
    )
    list_controller = providers.Singleton(ListController, list_logic)
    list_item_controller = providers.Singleton(ListItemController, list_item_logic)
    list_link_controller = providers.Singleton(ListLinkController, list_link_logic)
    shared_list_controller = providers.Singleton(SharedListController, list_link_logic)
