"""The URLs at which clients reach a server on this machine."""

import socket

_ALL = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not bound to
_ELSEWHERE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
"""Documentation addresses (RFC 5737, RFC 3849). No packet is sent to them."""


def listens_everywhere(host: str) -> bool:
    """Return whether `host` means all addresses of this machine, so that other machines can connect."""
    return host in _ALL


def local_address(host: str, port: int) -> str:
    """Return the URL at which this machine reaches a server that listens on `host`."""
    return _url("127.0.0.1" if listens_everywhere(host) else host, port)


def network_addresses(host: str, port: int) -> list[str]:
    """Return the URLs at which other machines reach a server that listens on all addresses; otherwise none.

    They have the source addresses of outgoing packets, one for IPv4 and one for IPv6.
    """
    if not listens_everywhere(host):
        return []
    families = _ELSEWHERE if ":" in host else (socket.AF_INET,)
    found = [_outgoing_address(family) for family in families]
    return [_url(address, port) for address in found if address is not None]


def _outgoing_address(family: socket.AddressFamily) -> str | None:
    """Return the source address of outgoing packets, or None without a route."""
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((_ELSEWHERE[family], 9))  # for UDP this only selects a route
            return str(probe.getsockname()[0])
    except OSError:
        return None


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
