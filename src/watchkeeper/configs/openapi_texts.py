"""Texts of the OpenAPI document that belong to no route, from `resources/docs`.

In `openapi_texts.json`, tags are in the order of pages and collections. Member examples are values by the name of a
member, where its model has none; `Schema.member` for one schema.
"""

import json

from watchkeeper import __version__
from watchkeeper.foundation.http.idempotency import KEY_PATTERN
from watchkeeper.foundation.openapi.texts import DocumentTexts
from watchkeeper.resources import docs_text

_TEXTS = json.loads(docs_text("openapi_texts.json"))
_TEXTS["parameters"]["IdempotencyKey"]["schema"]["pattern"] = KEY_PATTERN

DOCUMENT_TEXTS = DocumentTexts(
    title="Watchkeeper",
    version=__version__,
    license={"name": "MIT", "identifier": "MIT"},
    introduction=lambda: docs_text("introduction.md").strip(),
    **_TEXTS,
)
