"""Headers that the OpenAPI document names: browsers may read them, and 304 repeats them."""

from collections.abc import Iterator

from watchkeeper.configs.api_docs import service_document
from watchkeeper.configs.application import EXPOSED_HEADERS
from watchkeeper.foundation.http.etags import SENT_ON_304

_READABLE_ANYWAY = {
    "Cache-Control",
    "Content-Language",
    "Content-Length",
    "Content-Type",
    "Expires",
    "Last-Modified",
    "Pragma",
}
"""What pages of other origins may always read (Fetch, CORS-safelisted response headers)."""

_OF_EACH_RESPONSE = {
    "X-Request-ID",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "RateLimit-Policy",
}
"""What the middlewares add to each response, 304 too."""


def operations() -> Iterator[dict[str, set[str]]]:
    """Yield for each operation of the document the headers that it names, by status."""
    for methods in service_document()["paths"].values():
        for operation in methods.values():
            yield {status: set(found.get("headers", ())) for status, found in operation["responses"].items()}


def test_headers_of_successes_can_be_read_by_pages_of_other_origins() -> None:
    named: set[str] = set()
    for headers in operations():
        named = named.union(*(names for status, names in headers.items() if status < "400"))
    assert len(named) > 5
    assert named - {*EXPOSED_HEADERS} - _READABLE_ANYWAY == set()


def test_headers_of_a_read_are_repeated_by_its_304() -> None:
    named: set[str] = set()
    for headers in operations():
        if "304" in headers:
            named |= headers["200"]
    assert len(named) > 5
    assert {name.lower().encode() for name in named - _OF_EACH_RESPONSE} - SENT_ON_304 == set()
