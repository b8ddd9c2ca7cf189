"""Who a request comes from, where proxies stand between."""

from collections.abc import Sequence
from ipaddress import ip_network

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from watchkeeper.foundation.core.networks import Address, parsed_address

_ANY_PEER = "*"
_SCHEMES = ("http", "https")


class ForwardedHeaders:
    """Believes `X-Forwarded-For` and `X-Forwarded-Proto` of `trusted` proxies: addresses, networks, or `*`.

    Each proxy appends the address that it was called from, so the list is read from its end as long as the one who
    appended is trusted: the client is the last that no trusted proxy vouches for being a proxy, and whatever it wrote
    into the header itself is never reached. `*` trusts the peer alone, whoever it is. Without `trusted`, and from
    everybody else, the headers mean nothing.
    """

    def __init__(self, app: ASGIApp, trusted: Sequence[str]) -> None:
        self._app = app
        self._trusts_any_peer = _ANY_PEER in trusted
        self._networks = [ip_network(name, strict=False) for name in trusted if name != _ANY_PEER]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._trusts_any_peer or self._networks:
            self._apply(scope)
        await self._app(scope, receive, send)

    def _apply(self, scope: Scope) -> None:
        """Set the client and the scheme that trusted proxies tell of; in place, for those who stand around this too."""
        peer = parsed_address((scope.get("client") or ("", 0))[0])
        if not (self._trusts_any_peer or self._is_trusted(peer)):
            return
        headers = Headers(scope=scope)
        client = self._client(peer, ",".join(headers.getlist("x-forwarded-for")).split(","))
        scheme = (headers.getlist("x-forwarded-proto") or [""])[-1].rpartition(",")[2].strip().lower()
        if client is not None and client != peer:
            scope["client"] = (str(client), 0)
        if scheme in _SCHEMES:
            scope["scheme"] = scheme

    def _client(self, peer: Address | None, hops: list[str]) -> Address | None:
        client = peer
        for hop in reversed(hops):
            address = _hop_address(hop.strip())
            if address is None:
                break
            client = address
            if not self._is_trusted(address):
                break
        return client

    def _is_trusted(self, address: Address | None) -> bool:
        return address is not None and any(address in network for network in self._networks)


def _hop_address(hop: str) -> Address | None:
    """Return the address of an entry, which some proxies write with a port: `192.0.2.1:80`, `[2001:db8::1]:80`."""
    if hop.startswith("["):
        host, bracket, _port = hop[1:].partition("]")
        return parsed_address(host) if bracket else None
    host, colon, _port = hop.partition(":")
    return parsed_address(host if colon and ":" not in _port else hop)
