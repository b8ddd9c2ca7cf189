"""Documentation that works offline: the document, and the pages that show it."""

import json
from functools import cache
from typing import Any

from fastapi import FastAPI

from watchkeeper.configs.dispatcher import ROUTERS
from watchkeeper.controllers.v1.operations import documentation_controller
from watchkeeper.foundation.openapi.openapi import openapi_document


@cache
def service_document() -> dict[str, Any]:
    """Return the OpenAPI document of the service. It depends on the code alone: no settings, no database."""
    return openapi_document([route for router in ROUTERS for route in router.routes])


@cache
def _service_json() -> bytes:
    return json.dumps(service_document(), ensure_ascii=False, separators=(",", ":")).encode()


def install_documentation(application: FastAPI) -> None:
    """Add `/`, `/favicon.ico`, `/docs`, `/redoc` and `/openapi.json`."""
    application.openapi = service_document  # type: ignore[method-assign]
    application.state.openapi_json = _service_json
    application.router.routes.extend(documentation_controller.router.routes)
