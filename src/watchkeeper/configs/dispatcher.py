"""Which routers the service has, in the order they are matched: the busiest first."""

from fastapi import APIRouter, FastAPI

from watchkeeper.controllers.v1.catalogue import genre_controller
from watchkeeper.controllers.v1.operations import health_controller

ROUTERS: tuple[APIRouter, ...] = (
    genre_controller.router,
    health_controller.router,
)


def register_routes(application: FastAPI) -> None:
    """Add the routes of all routers, flat: FastAPI matches an included router's routes twice."""
    for router in ROUTERS:
        application.router.routes.extend(router.routes)
