"""The longest page is said once: what clients may ask for is what statements return."""

from collections.abc import Iterator
from typing import Any

from tests.support.databases import SECRET, test_settings
from watchkeeper.configs.application import create_application
from watchkeeper.foundation.core.pagination import MAX_PAGE_SIZE, column_of
from watchkeeper.models.types.sorts import TitleSort


def limits_in(part: Any) -> Iterator[Any]:
    """Give the schema of every parameter `limit`, wherever it stands in a document."""
    if isinstance(part, dict):
        if part.get("name") == "limit" and part.get("in") == "query":
            yield part["schema"]
        part = list(part.values())
    if isinstance(part, list):
        for member in part:
            yield from limits_in(member)


WITHOUT_PAGES = {500, 40, 10}
"""What the change feed, related titles and suggestions show at most, which are no pages of a keyset."""


def test_clients_may_ask_for_the_longest_page_and_no_longer_one() -> None:
    application = create_application(test_settings(), secret=SECRET, dsn="postgresql://nobody@127.0.0.1:1/nothing")
    found = list(limits_in(application.openapi()))
    assert {limit["maximum"] for limit in found} == {MAX_PAGE_SIZE} | WITHOUT_PAGES
    assert {limit["minimum"] for limit in found} == {1}


def test_column_of_an_order_has_no_direction() -> None:
    assert {column_of(TitleSort.TITLE), column_of(TitleSort.TITLE_DESCENDING)} == {"title"}
