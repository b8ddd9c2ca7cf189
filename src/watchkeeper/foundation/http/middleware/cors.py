"""Cross-origin requests of browsers (CORS), from the origins of a list."""

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from watchkeeper.foundation.http.headers import header_of, without_header

_OF_A_BODY = ("content-length", "content-type")


class Cors(CORSMiddleware):
    """Starlette's CORS, which says nothing of itself to origins that are not in the list.

    Their requests are answered as if no origin had been sent, so a preflight of theirs is a method that is not allowed.
    Every preflight of a trusted origin is answered with what is allowed; the browser refuses the rest.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = header_of(scope, b"origin")
        if origin is not None and self.is_allowed_origin(origin):
            await super().__call__(scope, receive, send)
            return
        if origin is not None:
            without_header(scope, b"origin")
        await self.app(scope, receive, send)

    def preflight_response(self, request_headers: Headers) -> Response:
        response = super().preflight_response(request_headers)
        headers = {name: value for name, value in response.headers.items() if name not in _OF_A_BODY}
        return Response(status_code=204, headers=headers)
