"""The cookie of page sessions in requests and responses."""

from fastapi import Request, Response

from watchkeeper.foundation.http.page_session import PageSessions
from watchkeeper.foundation.http.services import services_of
from watchkeeper.models.types.identity.page_session import PageSession


def require_own_page(request: Request) -> None:
    """Raise OriginNotAllowedError unless a request is of the page of this service."""
    _page_sessions(request).require_own_page(request.scope)


def former_session(request: Request) -> str | None:
    """Return the text in the cookie of a request."""
    return _page_sessions(request).text_of(request.scope)


def with_cookie(request: Request, response: Response, session: PageSession | None) -> Response:
    """Return a response that sets the cookie of a session, if there is one."""
    if session is not None:
        _page_sessions(request).write(request.scope, response, session.text, session.ends_at)
    return response


def without_cookie(request: Request, response: Response) -> Response:
    """Return a response that clears the cookie."""
    _page_sessions(request).clear(request.scope, response)
    return response


def _page_sessions(request: Request) -> PageSessions:
    return services_of(request.scope).authentication.page_sessions
