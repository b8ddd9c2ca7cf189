"""Client address, scheme and prefix of requests that come through proxies."""

from collections.abc import Sequence
from ipaddress import ip_network

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from watchkeeper.foundation.core.networks import Address, parsed_address
from watchkeeper.foundation.core.prefixes import valid_prefix

_ANY_PEER = "*"
_SCHEMES = ("http", "https")


class ForwardedHeaders:
    """Applies `X-Forwarded-For`, `-Proto` and `-Prefix` from `trusted` proxies: addresses, networks, or `*`.

    Each proxy appends the address of its peer, so the list is read from its end: the client is the first address from
    there that is not a trusted proxy. Entries before it, which the client itself may have sent, are ignored. `*` trusts
    any peer, and only the peer. The headers of untrusted peers are ignored.
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
        """Set client, scheme and prefix from the headers; in place, so that outer middlewares see them too."""
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
        if "x-forwarded-prefix" in headers:
            scope["root_path"] = valid_prefix(headers["x-forwarded-prefix"]) or ""

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
    """Return the address of an entry. Some proxies add a port: `192.0.2.1:80`, `[2001:db8::1]:80`."""
    if hop.startswith("["):
        host, bracket, _port = hop[1:].partition("]")
        return parsed_address(host) if bracket else None
    host, colon, _port = hop.partition(":")
    return parsed_address(host if colon and ":" not in _port else hop)
