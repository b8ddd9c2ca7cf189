"""Cross-origin requests of browsers (CORS), from the origins of a list."""

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import Receive, Scope, Send


class TrustedOrigins(CORSMiddleware):
    """Starlette's CORS, which says nothing of itself to origins that are not in the list.

    Their requests are answered as if no origin had been sent, so a preflight of theirs is a method that is not allowed.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self.is_allowed_origin(Headers(scope=scope).get("origin", "")):
            headers = [(name, value) for name, value in scope["headers"] if name != b"origin"]
            scope = {**scope, "headers": headers}
        await super().__call__(scope, receive, send)
