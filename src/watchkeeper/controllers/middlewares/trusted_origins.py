"""Cross-origin requests of browsers (CORS), from the origins of a list."""

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from watchkeeper.controllers.headers import header_of
from watchkeeper.controllers.middlewares.request_ids import request_id_of

_OF_A_BODY = ("content-length", "content-type")


class TrustedOrigins(CORSMiddleware):
    """Starlette's CORS, which says nothing of itself to origins that are not in the list.

    Their requests are answered as if no origin had been sent, so a preflight of theirs is a method that is not allowed.
    Every preflight of a trusted origin is answered with what is allowed; the browser refuses the rest.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        origin = header_of(scope, b"origin")
        if origin is not None and self.is_allowed_origin(origin):
            await super().__call__(scope, receive, send)
            return
        if origin is not None:
            # In place: what stands further out reads from this scope which route was found.
            scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"origin"]
        await self.app(scope, receive, _varying(send))

    def preflight_response(self, request_headers: Headers) -> Response:
        answer = super().preflight_response(request_headers)
        headers = {name: value for name, value in answer.headers.items() if name not in _OF_A_BODY}
        return Response(
            status_code=204, headers=headers | {"X-Request-ID": request_id_of(request_headers.get("x-request-id"))}
        )


def _varying(send: Send) -> Send:
    """Return a `send` that tells caches that other origins get another answer, as Starlette's CORS does."""

    async def send_varying(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = message["headers"]
            names = [value for name, value in given if name == b"vary"]
            others = [header for header in given if header[0] != b"vary"] if names else given
            message = {**message, "headers": [*others, (b"vary", b", ".join([*names, b"Origin"]))]}
        await send(message)

    return send_varying
