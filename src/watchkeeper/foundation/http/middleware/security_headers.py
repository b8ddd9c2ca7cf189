"""Headers that tell browsers what an answer is not: a page to run, to frame, to guess the type of, or to keep."""

from collections.abc import Container

from watchkeeper.foundation.http.headers import Header

_ALWAYS: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    # Pages of trusted origins fetch with CORS, which this leaves alone.
    (b"cross-origin-resource-policy", b"same-origin"),
)
_POLICY: Header = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_NO_STORE: Header = (b"cache-control", b"no-store")


class SecurityHeaders:
    """What every answer carries, those of the middlewares included; what an endpoint has set itself stays.

    Where the request came by https, as the server or a trusted proxy says, browsers are told to come by nothing else
    for `hsts_seconds` (RFC 6797); 0 tells them nothing.
    """

    def __init__(self, hsts_seconds: int) -> None:
        self._behind_tls = ((b"strict-transport-security", b"max-age=%d" % hsts_seconds),) if hsts_seconds else ()

    def missing_from(self, names: Container[bytes], scheme: str) -> list[Header]:
        """Return the headers to add to an answer that has headers of these names."""
        headers = [*_ALWAYS, *self._behind_tls] if scheme == "https" else [*_ALWAYS]
        if _POLICY[0] not in names:
            headers.append(_POLICY)
        if _NO_STORE[0] not in names:
            headers.append(_NO_STORE)
        return headers
