"""Every operation that writes for a user has a tag whose scopes are known."""

from watchkeeper.configs.dispatcher import documented_routes
from watchkeeper.configs.scopes import WRITES
from watchkeeper.foundation.http.authentication import Access


def test_every_tag_of_writes_says_what_an_application_token_needs() -> None:
    writes = [route for route in documented_routes() if route.method != "GET" and route.signature.access is Access.USER]
    unknown = {str(route.tags[0]): route.path for route in writes if str(route.tags[0]) not in WRITES}
    assert unknown == {}, (
        "Add the tag to WRITES in configs/scopes.py, and its paths to TABLE in tests/support/scopes.py."
    )
