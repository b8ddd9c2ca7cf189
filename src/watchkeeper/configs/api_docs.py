"""The OpenAPI document of the service."""

import json
from functools import cache, lru_cache
from typing import Any

from watchkeeper.configs.dispatcher import documented_routes
from watchkeeper.configs.openapi_texts import DOCUMENT_TEXTS
from watchkeeper.foundation.openapi.openapi import below_prefix, openapi_document
from watchkeeper.resources import docs_text


@cache
def service_document() -> dict[str, Any]:
    """Return the OpenAPI document of the service. It depends on the code alone: no settings, no database."""
    return openapi_document(documented_routes(), DOCUMENT_TEXTS)


@lru_cache(8)
def service_json(prefix: str = "") -> bytes:
    """Return the document as it is sent to clients that reach the service below a prefix; the last 8 are cached."""
    document = below_prefix(service_document(), prefix)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def postman_plan() -> dict[str, Any]:
    """Return in which order and with what the requests of the Postman collection are sent."""
    plan: dict[str, Any] = json.loads(docs_text("postman.json"))
    return plan
