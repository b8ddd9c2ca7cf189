"""A text that is longer than the document allows may be sent where it is not as it is kept, and nowhere else."""

from typing import Any

import pytest

from tests.fuzzing.texts import is_allowed_as_kept
from watchkeeper.configs.api_docs import service_document

SCHEMA = service_document()["components"]["schemas"]["CreateGenreInput"]
MOST = SCHEMA["properties"]["name"]["maxLength"]
LONGEST = "a" * MOST
NAME = {"$ref": "#/components/schemas/CreateGenreInput"}


@pytest.mark.parametrize("name", [f" {LONGEST}", f"{LONGEST}\u3000", "e\u0301" * MOST])
def test_text_that_fits_once_it_is_kept_is_allowed(name: str) -> None:
    assert is_allowed_as_kept({"name": name}, NAME)


@pytest.mark.parametrize(
    "body",
    [
        {"name": LONGEST},
        {"name": f"{LONGEST}a"},
        {"name": f" {LONGEST}a"},
        {"name": "  "},
        {"name": f" {LONGEST}", "other": 1},
        {"name": 1},
        {},
        None,
    ],
)
def test_anything_else_that_the_document_refuses_is_a_finding(body: Any) -> None:
    assert not is_allowed_as_kept(body, NAME)
