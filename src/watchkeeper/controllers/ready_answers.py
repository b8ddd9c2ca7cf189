"""Answers as values that can be kept, and back."""

from fastapi import Response

from watchkeeper.models.types.answer import Answer


def answer_of(response: Response) -> Answer:
    """Return what goes out, but for the headers that each answer gets anew."""
    headers = tuple((name, value) for name, value in response.headers.items() if name != "content-length")
    return Answer(response.status_code, headers, bytes(response.body))


def response_of(answer: Answer) -> Response:
    """Return an answer to be sent, with the headers that were kept and no others."""
    response = Response(answer.body, answer.status)
    for name, value in answer.headers:
        response.headers.append(name, value)
    return response
