"""Answers as values that can be kept, and back."""

from fastapi import Response

from watchkeeper.foundation.core.stored_response import StoredResponse


def stored_response_of(response: Response) -> StoredResponse:
    """Return what goes out, but for the headers that each answer gets anew."""
    headers = tuple((name, value) for name, value in response.headers.items() if name != "content-length")
    return StoredResponse(response.status_code, headers, bytes(response.body))


def response_of(stored: StoredResponse) -> Response:
    """Return an answer to be sent, with the headers that were kept and no others."""
    response = Response(stored.body, stored.status)
    for name, value in stored.headers:
        response.headers.append(name, value)
    return response
