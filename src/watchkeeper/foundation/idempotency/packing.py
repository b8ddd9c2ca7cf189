"""How a response is stored: compressed where it is long, and shortened where it is too long even so."""

import zlib
from dataclasses import replace

from watchkeeper.foundation.core.stored_response import StoredResponse

LONGEST_BODY = 64 * 1024
"""Bytes of a body as it is stored, beyond which its shorter one is stored instead, where it has one."""

_COMPRESSED_FROM = 2048
_COMPRESSED = ("content-encoding", "deflate")


def packed(response: StoredResponse) -> StoredResponse:
    """Return what to store of a response."""
    whole = _compressed(response)
    if response.shorter_body is None or len(whole.body) <= LONGEST_BODY:
        return whole
    return _compressed(replace(response, body=response.shorter_body))


def unpacked(stored: StoredResponse) -> StoredResponse:
    """Return the response that was stored."""
    if stored.headers[-1:] != (_COMPRESSED,):
        return stored
    return replace(stored, headers=stored.headers[:-1], body=zlib.decompress(stored.body))


def _compressed(response: StoredResponse) -> StoredResponse:
    if len(response.body) < _COMPRESSED_FROM:
        return replace(response, shorter_body=None)
    headers = (*response.headers, _COMPRESSED)
    return replace(response, headers=headers, body=zlib.compress(response.body, 1), shorter_body=None)
