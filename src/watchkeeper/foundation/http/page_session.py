"""The cookie by which the service's own page is signed in, and the proof that a request comes from that page.

Browsers send cookies of their own accord, also for pages of neighbours on the same domain. So what a cookie
authenticates may change something only with an `Origin` that is this service, and with a header that other origins
can't send, because CORS never grants it.
"""

import hashlib
import hmac
from datetime import datetime
from urllib.parse import urlsplit

from fastapi import Response
from starlette.requests import cookie_parser
from starlette.types import Scope

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import OriginNotAllowedError
from watchkeeper.foundation.http.headers import header_of
from watchkeeper.foundation.http.prefixes import with_prefix
from watchkeeper.foundation.http.request_state import state_of

_NAME = "wk_session_"
_HOST_ONLY = "__Host-"
_PATH = "/api/v1"
_PORTS = {"http": 80, "https": 443}


class PageSessions:
    """Reads and writes the cookies of one installation, whose name tells it from others on the same host.

    `secrets` are the secret of the installation and, where there is one, its predecessor. Requests come from the page
    if their `Origin` is `public_url`, or without one the host that they are sent to.
    """

    def __init__(self, *secrets: str, public_url: str | None) -> None:
        self._names = tuple(_NAME + _short_id(secret) for secret in secrets)
        self._public = None if public_url is None else _place(public_url, _PORTS.get(public_url.partition(":")[0], 0))

    def text_of(self, scope: Scope) -> str | None:
        """Return the text in the session cookie of a request, or None without one."""
        header = header_of(scope, b"cookie")
        if header is None or _NAME not in header:
            return None
        cookies = cookie_parser(header)
        names = (_full_name(scope, name) for name in self._names)
        return next((cookies[name] for name in names if name in cookies), None)

    def write(self, scope: Scope, response: Response, text: str, ends_at: datetime | None) -> None:
        """Add the cookie to a response. Without `ends_at` it ends when the browser is closed."""
        seconds = None if ends_at is None else max(int((ends_at - now()).total_seconds()), 0)
        self._set(scope, response, self._names[0], text, seconds)

    def clear(self, scope: Scope, response: Response) -> None:
        """Remove the cookie from the browser."""
        for name in self._names:
            self._set(scope, response, name, "", 0)

    def require_own_page(self, scope: Scope) -> None:
        """Raise OriginNotAllowedError unless a request is of the page of this service."""
        origin = state_of(scope).origin or ""
        scheme = origin.partition(":")[0]
        # Without a port in `Host`, https may still be what people see: a proxy may end TLS without telling.
        usual = _PORTS.get("https" if scope["scheme"] == "https" else scheme, 0)
        own = self._public or _place(f"//{header_of(scope, b'host') or ''}", usual)
        is_of_page = header_of(scope, b"x-watchkeeper-page") == "1"
        if not is_of_page or own is None or _place(origin, _PORTS.get(scheme, 0)) != own:
            raise OriginNotAllowedError

    def _set(self, scope: Scope, response: Response, name: str, text: str, seconds: int | None) -> None:
        is_secure = scope["scheme"] == "https"
        response.set_cookie(
            _full_name(scope, name),
            text,
            max_age=seconds,
            path="/" if _is_host_only(scope) else with_prefix(scope, _PATH),
            secure=is_secure,
            httponly=True,
            samesite="strict",
        )


def _short_id(secret: str) -> str:
    return hmac.new(secret.encode(), b"session cookie", hashlib.sha256).hexdigest()[:8]


def _is_host_only(scope: Scope) -> bool:
    return bool(scope["scheme"] == "https" and not scope.get("root_path"))


def _full_name(scope: Scope, name: str) -> str:
    return _HOST_ONLY + name if _is_host_only(scope) else name


def _place(address: str, usual_port: int) -> tuple[str, int] | None:
    """Return host and port of an address, or None for one that has no host."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    return (host, port or usual_port) if host else None
