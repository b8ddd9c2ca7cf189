"""Which routers the service has. Of two routes for one path the earlier is taken."""

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from watchkeeper.controllers.v1.catalogue import genre_controller, platform_controller, title_controller
from watchkeeper.controllers.v1.discovery import (
    anime_controller,
    favorite_controller,
    movie_controller,
    show_controller,
    title_import_controller,
)
from watchkeeper.controllers.v1.feedback import rating_controller, review_controller, title_review_controller
from watchkeeper.controllers.v1.identity import auth_controller, session_controller, token_controller, user_controller
from watchkeeper.controllers.v1.operations import audit_controller, health_controller
from watchkeeper.controllers.v1.watchlist import watchlist_controller
from watchkeeper.foundation.http.api_route import ApiRoute

ROUTERS: tuple[APIRouter, ...] = (
    title_controller.router,
    watchlist_controller.router,
    rating_controller.router,
    title_review_controller.router,
    review_controller.router,
    movie_controller.router,
    show_controller.router,
    anime_controller.router,
    favorite_controller.router,
    title_import_controller.router,
    genre_controller.router,
    platform_controller.router,
    auth_controller.router,
    session_controller.router,
    token_controller.router,
    user_controller.router,
    audit_controller.router,
    health_controller.router,
)


def register_routes(application: FastAPI) -> None:
    """Add the routes of all routers, flat: FastAPI matches an included router's routes twice."""
    routes = [route for router in ROUTERS for route in router.routes]
    fixed = [route.path for route in routes if isinstance(route, APIRoute) and not route.param_convertors]
    for route in routes:
        if isinstance(route, ApiRoute):
            route.exclude_paths(fixed)
    application.router.routes.extend(routes)
