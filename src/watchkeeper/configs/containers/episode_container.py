"""Part of the composition root: what people watch next, and many episodes watched at once."""

from dependency_injector import providers

from watchkeeper.configs.containers.discovery_container import DiscoveryContainer
from watchkeeper.configs.containers.foundation_container import Foundation
from watchkeeper.configs.containers.identity_container import IdentityContainer
from watchkeeper.configs.containers.play_container import PlayContainer
from watchkeeper.controllers.v1.episodes.calendar_controller import CalendarController
from watchkeeper.controllers.v1.episodes.calendar_file_controller import CalendarFileController
from watchkeeper.controllers.v1.episodes.calendar_link_controller import CalendarLinkController
from watchkeeper.controllers.v1.episodes.next_up_controller import NextUpController
from watchkeeper.controllers.v1.episodes.watch_controller import WatchController
from watchkeeper.logics.episodes.calendar_link_logic import CalendarLinkLogic
from watchkeeper.logics.episodes.calendar_logic import CalendarLogic
from watchkeeper.logics.episodes.next_up_logic import NextUpLogic
from watchkeeper.logics.episodes.watch_logic import WatchLogic
from watchkeeper.repositories.episodes.adapters.calendar_icalendar_adapter import IcalendarAdapter
from watchkeeper.repositories.episodes.adapters.calendar_link_postgres_adapter import PostgresCalendarLinkAdapter
from watchkeeper.repositories.episodes.adapters.calendar_postgres_adapter import PostgresCalendarAdapter
from watchkeeper.repositories.episodes.adapters.next_up_postgres_adapter import PostgresNextUpAdapter
from watchkeeper.repositories.episodes.adapters.watched_episode_postgres_adapter import PostgresWatchedEpisodeAdapter


class EpisodeContainer(PlayContainer):
    """Providers for episodes as people watch them."""

    next_up_logic = providers.Singleton(
        NextUpLogic, places=providers.Singleton(PostgresNextUpAdapter, Foundation.database)
    )
    next_up_controller = providers.Singleton(NextUpController, next_up_logic)
    calendars = providers.Singleton(PostgresCalendarAdapter, Foundation.database)
    calendar_logic = providers.Singleton(CalendarLogic, calendars=calendars)
    calendar_link_logic = providers.Singleton(
        CalendarLinkLogic,
        unit_of_work=Foundation.unit_of_work,
        accounts=IdentityContainer.account_locks,
        links=providers.Singleton(PostgresCalendarLinkAdapter, Foundation.database),
        calendars=calendars,
        writer=providers.Singleton(IcalendarAdapter),
        max_links=Foundation.settings.provided.quotas.links,
    )
    calendar_controller = providers.Singleton(CalendarController, calendar_logic)
    calendar_link_controller = providers.Singleton(CalendarLinkController, calendar_link_logic)
    calendar_file_controller = providers.Singleton(CalendarFileController, calendar_link_logic)
    watch_logic = providers.Singleton(
        WatchLogic,
        unit_of_work=Foundation.unit_of_work,
        accounts=IdentityContainer.account_locks,
        watchings=PlayContainer.watchings,
        episodes=providers.Singleton(PostgresWatchedEpisodeAdapter, Foundation.database),
        finding=PlayContainer.episode_finding,
        writing=PlayContainer.play_writing,
        entries=PlayContainer.watch_entries,
        operations=PlayContainer.operation_logic,
        merged_titles=DiscoveryContainer.merged_titles,
    )
    watch_controller = providers.Singleton(WatchController, watch_logic)
