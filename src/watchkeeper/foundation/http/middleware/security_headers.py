"""Security headers of responses: no scripts, frames, type sniffing or storing by browsers."""

from collections.abc import Container

from watchkeeper.foundation.http.headers import Header

_ALWAYS: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    # CORS requests of trusted origins are not affected.
    (b"cross-origin-resource-policy", b"same-origin"),
)
_POLICY: Header = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_NO_STORE: Header = (b"cache-control", b"no-store")


class SecurityHeaders:
    """The security headers of every response. Cache and content security policies of an endpoint take precedence.

    Over https, according to the server or a trusted proxy, responses have `Strict-Transport-Security` for
    `hsts_seconds` (RFC 6797); 0 omits it.
    """

    def __init__(self, hsts_seconds: int) -> None:
        self._behind_tls = ((b"strict-transport-security", b"max-age=%d" % hsts_seconds),) if hsts_seconds else ()

    def missing_from(self, names: Container[bytes], scheme: str) -> list[Header]:
        """Return the headers to add to a response that has headers with these names."""
        headers = [*_ALWAYS, *self._behind_tls] if scheme == "https" else [*_ALWAYS]
        if _POLICY[0] not in names:
            headers.append(_POLICY)
        if _NO_STORE[0] not in names:
            headers.append(_NO_STORE)
        return headers
