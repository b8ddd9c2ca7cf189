"""Headers that tell browsers what an answer is not: a page to run, to frame, to guess the type of, or to keep."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (
        b"cross-origin-resource-policy",
        b"same-origin",
    ),  # pages of trusted origins fetch with CORS, which it leaves alone
)
_UNLESS_SET = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
)


class SecurityHeaders:
    """Sets them on every answer, those of the middlewares within included; what an endpoint has set itself stays.

    Where the request came by https, as the server or a trusted proxy says, browsers are told to come by nothing else
    for `hsts_seconds` (RFC 6797); 0 tells them nothing.
    """

    def __init__(self, app: ASGIApp, hsts_seconds: int) -> None:
        self._app = app
        self._behind_tls = ((b"strict-transport-security", b"max-age=%d" % hsts_seconds),) if hsts_seconds else ()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        always = _ALWAYS + self._behind_tls if scope["scheme"] == "https" else _ALWAYS

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message["headers"])
                names = {name.lower() for name, _ in given}
                message = {
                    **message,
                    "headers": [*given, *always, *(one for one in _UNLESS_SET if one[0] not in names)],
                }
            await send(message)

        await self._app(scope, receive, send_with_headers)
