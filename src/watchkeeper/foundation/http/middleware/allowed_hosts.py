"""The allowed values of the `Host` header."""

import re
from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from watchkeeper.foundation.core.errors import UntrustedHostError
from watchkeeper.foundation.http.headers import header_of

_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^:\[\]/@\s]+))(?::\d{1,5})?")


class AllowedHosts:
    """Rejects requests whose `Host` is not in `allowed`: names, addresses, `*.example.com`, or `*` for all.

    Raises UntrustedHostError, which `AdmissionMiddleware` converts to a problem response.
    """

    def __init__(self, app: ASGIApp, allowed: Sequence[str]) -> None:
        self._app = app
        self._names = {name.lower().strip("[]") for name in allowed if not name.startswith("*")}
        self._endings = tuple(name.lower().removeprefix("*") for name in allowed if name.startswith("*"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._is_allowed(header_of(scope, b"host") or ""):
            raise UntrustedHostError
        await self._app(scope, receive, send)

    def _is_allowed(self, header: str) -> bool:
        if "" in self._endings:
            return True
        match = _HOST.fullmatch(header)
        host = (match[1] or match[2]).lower() if match else ""
        return bool(host) and (host in self._names or host.endswith(self._endings))
