"""The OpenAPI document of the service."""

import json
from functools import cache
from typing import Any

from watchkeeper.configs.dispatcher import documented_routes
from watchkeeper.configs.openapi_texts import DOCUMENT_TEXTS
from watchkeeper.foundation.openapi.openapi import openapi_document


@cache
def service_document() -> dict[str, Any]:
    """Return the OpenAPI document of the service. It depends on the code alone: no settings, no database."""
    return openapi_document(documented_routes(), DOCUMENT_TEXTS)


@cache
def service_json() -> bytes:
    """Return the document as it is sent."""
    return json.dumps(service_document(), ensure_ascii=False, separators=(",", ":")).encode()
