"""Cross-origin requests (CORS) from trusted origins."""

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from watchkeeper.foundation.http.headers import header_of, without_header
from watchkeeper.foundation.http.request_state import state_of

_BODY_HEADERS = ("content-length", "content-type")


class Cors(CORSMiddleware):
    """Starlette's CORS middleware, which ignores the `Origin` header of untrusted origins.

    Their preflights are therefore requests with a method that is not allowed (405). Every preflight of a trusted origin
    gets 204 with all that is allowed, even if it asks for more; the browser enforces the restrictions.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = state_of(scope).origin = header_of(scope, b"origin")
        if origin is not None and self.is_allowed_origin(origin):
            await super().__call__(scope, receive, send)
            return
        if origin is not None:
            without_header(scope, b"origin")
        await self.app(scope, receive, send)

    def preflight_response(self, request_headers: Headers) -> Response:
        response = super().preflight_response(request_headers)
        headers = {name: value for name, value in response.headers.items() if name not in _BODY_HEADERS}
        return Response(status_code=204, headers=headers)
