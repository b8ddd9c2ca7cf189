"""What of a response is stored, and that it comes back."""

from secrets import token_bytes

import pytest

from watchkeeper.foundation.core.stored_response import StoredResponse
from watchkeeper.foundation.idempotency.packing import LONGEST_BODY, packed, unpacked

HEADERS = (("content-type", "application/json"), ("location", "/api/v1/genres/1"))


@pytest.mark.parametrize("body", [b"", b"x", b"x" * 2_047, b"x" * 2_048, b"x" * 500_000, token_bytes(500_000)])
def test_response_comes_back_as_it_was(body: bytes) -> None:
    response = StoredResponse(201, HEADERS, body)
    assert unpacked(packed(response)) == response


def test_long_response_is_compressed() -> None:
    assert len(packed(StoredResponse(200, HEADERS, b"x" * 500_000)).body) < 5_000


def test_shorter_body_stands_in_only_for_one_that_is_too_long_compressed() -> None:
    for whole, stored in ((b"x" * 500_000, b"x" * 500_000), (token_bytes(LONGEST_BODY + 1), b"short")):
        assert unpacked(packed(StoredResponse(200, HEADERS, whole, shorter_body=b"short"))).body == stored
