"""The controllers of the service and their routes. Of two routes that match a path, the first is used."""

from collections.abc import Iterable
from typing import Any

from dependency_injector import containers

from watchkeeper.configs.scopes import scopes_of
from watchkeeper.controllers.v1.catalogue.genre_controller import GenreController
from watchkeeper.controllers.v1.catalogue.platform_controller import PlatformController
from watchkeeper.controllers.v1.catalogue.title_controller import TitleController
from watchkeeper.controllers.v1.catalogue.title_merge_controller import TitleMergeController
from watchkeeper.controllers.v1.changes.change_controller import ChangeController
from watchkeeper.controllers.v1.discovery.anime_controller import AnimeController
from watchkeeper.controllers.v1.discovery.favorite_controller import FavoriteController
from watchkeeper.controllers.v1.discovery.movie_controller import MovieController
from watchkeeper.controllers.v1.discovery.show_controller import ShowController
from watchkeeper.controllers.v1.discovery.title_import_controller import TitleImportController
from watchkeeper.controllers.v1.episodes.calendar_controller import CalendarController
from watchkeeper.controllers.v1.episodes.calendar_file_controller import CalendarFileController
from watchkeeper.controllers.v1.episodes.calendar_link_controller import CalendarLinkController
from watchkeeper.controllers.v1.episodes.episode_controller import EpisodeController
from watchkeeper.controllers.v1.episodes.next_up_controller import NextUpController
from watchkeeper.controllers.v1.episodes.watch_controller import WatchController
from watchkeeper.controllers.v1.exports.export_controller import ExportController
from watchkeeper.controllers.v1.feedback.rating_controller import RatingController
from watchkeeper.controllers.v1.feedback.review_controller import ReviewController
from watchkeeper.controllers.v1.feedback.title_review_controller import TitleReviewController
from watchkeeper.controllers.v1.identity.application_token_controller import ApplicationTokenController
from watchkeeper.controllers.v1.identity.auth_controller import AuthController
from watchkeeper.controllers.v1.identity.invitation_controller import InvitationController
from watchkeeper.controllers.v1.identity.page_session_controller import PageSessionController
from watchkeeper.controllers.v1.identity.password_reset_controller import PasswordResetController
from watchkeeper.controllers.v1.identity.preferences_controller import PreferencesController
from watchkeeper.controllers.v1.identity.session_controller import SessionController
from watchkeeper.controllers.v1.identity.token_controller import TokenController
from watchkeeper.controllers.v1.identity.user_controller import UserController
from watchkeeper.controllers.v1.imports.import_controller import ImportController
from watchkeeper.controllers.v1.imports.import_review_controller import ImportReviewController
from watchkeeper.controllers.v1.integrations.hook_controller import HookController
from watchkeeper.controllers.v1.integrations.media_server_controller import MediaServerController
from watchkeeper.controllers.v1.integrations.media_server_event_controller import MediaServerEventController
from watchkeeper.controllers.v1.integrations.position_controller import PositionController
from watchkeeper.controllers.v1.integrations.webhook_controller import WebhookController
from watchkeeper.controllers.v1.integrations.webhook_delivery_controller import WebhookDeliveryController
from watchkeeper.controllers.v1.lists.list_controller import ListController
from watchkeeper.controllers.v1.lists.list_item_controller import ListItemController
from watchkeeper.controllers.v1.lists.list_link_controller import ListLinkController
from watchkeeper.controllers.v1.lists.shared_list_controller import SharedListController
from watchkeeper.controllers.v1.operations.about_controller import AboutController
from watchkeeper.controllers.v1.operations.audit_controller import AuditController
from watchkeeper.controllers.v1.operations.documentation_controller import DocumentationController
from watchkeeper.controllers.v1.operations.health_controller import HealthController
from watchkeeper.controllers.v1.operations.page_controller import PageController
from watchkeeper.controllers.v1.page.browsing_controller import BrowsingController
from watchkeeper.controllers.v1.page.home_controller import HomeController
from watchkeeper.controllers.v1.page.overview_controller import OverviewController
from watchkeeper.controllers.v1.page.poster_controller import PosterController
from watchkeeper.controllers.v1.undo.operation_controller import OperationController
from watchkeeper.controllers.v1.watchlist.entry_play_controller import EntryPlayController
from watchkeeper.controllers.v1.watchlist.mark_controller import MarkController
from watchkeeper.controllers.v1.watchlist.play_controller import PlayController
from watchkeeper.controllers.v1.watchlist.tag_controller import TagController
from watchkeeper.controllers.v1.watchlist.title_mark_controller import TitleMarkController
from watchkeeper.controllers.v1.watchlist.watchlist_controller import WatchlistController
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.api_router import Controller

CONTROLLERS: tuple[type[Controller], ...] = (
    TitleController,
    BrowsingController,
    PosterController,
    HomeController,
    TitleMergeController,
    EpisodeController,
    NextUpController,
    CalendarController,
    CalendarLinkController,
    CalendarFileController,
    WatchController,
    WatchlistController,
    TagController,
    MarkController,
    TitleMarkController,
    EntryPlayController,
    PlayController,
    ChangeController,
    ExportController,
    OperationController,
    RatingController,
    TitleReviewController,
    ReviewController,
    ListController,
    ListItemController,
    ListLinkController,
    SharedListController,
    MediaServerController,
    MediaServerEventController,
    HookController,
    WebhookController,
    WebhookDeliveryController,
    PositionController,
    ImportController,
    ImportReviewController,
    MovieController,
    ShowController,
    AnimeController,
    FavoriteController,
    TitleImportController,
    GenreController,
    PlatformController,
    AuthController,
    SessionController,
    PageSessionController,
    PreferencesController,
    TokenController,
    ApplicationTokenController,
    UserController,
    InvitationController,
    PasswordResetController,
    AboutController,
    AuditController,
    OverviewController,
    HealthController,
    DocumentationController,
    PageController,
)


def controllers_of(container: containers.Container) -> list[Controller]:
    """Return the container's controllers in the order of `CONTROLLERS`. Raises KeyError for a missing provider."""
    providers: dict[Any, Any] = {getattr(one, "cls", None): one for one in container.providers.values()}
    return [providers[kind]() for kind in CONTROLLERS]


def routes_of(controllers: Iterable[Controller]) -> list[ApiRoute]:
    """Return the routes of controllers, in order, with the scopes that they need."""
    routes = [route for controller in controllers for route in controller.router().routes]
    for route in routes:
        route.scopes = scopes_of(route)
    return routes


def documented_routes() -> list[ApiRoute]:
    """Return the routes of all controllers, created without their logic: for the document only, they can't run."""
    return routes_of(kind.__new__(kind) for kind in CONTROLLERS)
