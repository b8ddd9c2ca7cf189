"""Part of the composition root: media servers and positions."""

from dependency_injector import providers

from watchkeeper.configs.containers.discovery_container import DiscoveryContainer
from watchkeeper.configs.containers.foundation_container import Foundation
from watchkeeper.configs.containers.identity_container import IdentityContainer
from watchkeeper.configs.containers.import_container import ImportContainer
from watchkeeper.configs.containers.play_container import PlayContainer
from watchkeeper.controllers.v1.integrations.hook_controller import HookController
from watchkeeper.controllers.v1.integrations.media_server_controller import MediaServerController
from watchkeeper.controllers.v1.integrations.media_server_event_controller import MediaServerEventController
from watchkeeper.controllers.v1.integrations.position_controller import PositionController
from watchkeeper.foundation.jobs.background_task import BackgroundTask
from watchkeeper.logics.integrations.event_resolving_logic import EventResolvingLogic
from watchkeeper.logics.integrations.hook_logic import HookLogic
from watchkeeper.logics.integrations.media_server_logic import MediaServerLogic
from watchkeeper.logics.integrations.played_item_following import PlayedItemFollowing
from watchkeeper.logics.integrations.played_item_logging import PlayedItemLogging
from watchkeeper.logics.integrations.played_item_matching import PlayedItemMatching
from watchkeeper.logics.integrations.player_event_logic import PlayerEventLogic
from watchkeeper.logics.integrations.position_logic import PositionLogic
from watchkeeper.repositories.integrations.adapters.media_server_event_postgres_adapter import (
    PostgresMediaServerEventAdapter,
)
from watchkeeper.repositories.integrations.adapters.media_server_postgres_adapter import PostgresMediaServerAdapter
from watchkeeper.repositories.integrations.adapters.played_item_postgres_adapter import PostgresPlayedItemAdapter
from watchkeeper.repositories.integrations.adapters.player_event_reader import JsonPlayerEventReader
from watchkeeper.repositories.integrations.adapters.position_postgres_adapter import PostgresPositionAdapter


class IntegrationContainer(ImportContainer):
    """Providers for media servers: what they send, and what becomes of it."""

    media_servers = providers.Singleton(PostgresMediaServerAdapter, Foundation.database)
    media_server_events = providers.Singleton(PostgresMediaServerEventAdapter, Foundation.database)
    played_items = providers.Singleton(PostgresPlayedItemAdapter, Foundation.database)
    positions = providers.Singleton(PostgresPositionAdapter, Foundation.database)
    media_server_logic = providers.Singleton(
        MediaServerLogic,
        unit_of_work=Foundation.unit_of_work,
        servers=media_servers,
        events=media_server_events,
        accounts=IdentityContainer.account_locks,
        max_servers=Foundation.settings.provided.quotas.links,
    )
    hook_logic = providers.Singleton(
        HookLogic,
        unit_of_work=Foundation.unit_of_work,
        servers=media_servers,
        events=media_server_events,
        reader=providers.Singleton(JsonPlayerEventReader),
    )
    played_item_matching = providers.Singleton(
        PlayedItemMatching,
        events=media_server_events,
        items=played_items,
        metadata=DiscoveryContainer.title_metadata_logic,
    )
    played_item_logging = providers.Singleton(
        PlayedItemLogging,
        plays=PlayContainer.play_logic,
        events=media_server_events,
        items=played_items,
        positions=positions,
    )
    played_item_following = providers.Singleton(
        PlayedItemFollowing,
        unit_of_work=Foundation.unit_of_work,
        positions=positions,
        episodes=PlayContainer.episode_references,
    )
    player_event_logic = providers.Singleton(
        PlayerEventLogic,
        unit_of_work=Foundation.unit_of_work,
        events=media_server_events,
        matching=played_item_matching,
        logging=played_item_logging,
        following=played_item_following,
        plays=PlayContainer.play_logic,
    )
    event_resolving_logic = providers.Singleton(
        EventResolvingLogic,
        unit_of_work=Foundation.unit_of_work,
        events=media_server_events,
        titles=DiscoveryContainer.title_reference_logic,
        processing=player_event_logic,
    )
    position_logic = providers.Singleton(
        PositionLogic,
        unit_of_work=Foundation.unit_of_work,
        positions=positions,
        merged_titles=DiscoveryContainer.merged_titles,
        accounts=IdentityContainer.account_locks,
    )
    player_event_processing = providers.Singleton(
        BackgroundTask, "player-events", player_event_logic.provided.process_waiting, pause_seconds=2.0
    )
    player_event_removal = providers.Singleton(
        BackgroundTask, "player-event-removal", hook_logic.provided.forget_old, pause_seconds=3600.0
    )
    hook_controller = providers.Singleton(HookController, hook_logic)
    media_server_controller = providers.Singleton(MediaServerController, media_server_logic)
    media_server_event_controller = providers.Singleton(
        MediaServerEventController, media_server_logic, event_resolving_logic
    )
    position_controller = providers.Singleton(PositionController, position_logic)
