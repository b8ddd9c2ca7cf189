"""The addresses at which clients reach what listens here."""

import socket

_ALL = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not bound to
_ELSEWHERE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
"""Addresses of documentation (RFC 5737, RFC 3849). Nothing is sent there."""


def listens_everywhere(host: str) -> bool:
    """Return whether a server on `host` is reachable from other machines by each address of this one."""
    return host in _ALL


def local_address(host: str, port: int) -> str:
    """Return the URL by which this machine itself reaches a server that listens on `host`."""
    return _url("127.0.0.1" if listens_everywhere(host) else host, port)


def network_addresses(host: str, port: int) -> list[str]:
    """Return the URLs by which other machines reach a server that listens on all addresses; else none.

    They are those from which packets would leave this machine, one of IPv4 and one of IPv6.
    """
    if not listens_everywhere(host):
        return []
    families = _ELSEWHERE if ":" in host else (socket.AF_INET,)
    found = [_outgoing_address(family) for family in families]
    return [_url(address, port) for address in found if address is not None]


def _outgoing_address(family: socket.AddressFamily) -> str | None:
    """Return the address of this machine on the way to others, or None where there is no such way."""
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((_ELSEWHERE[family], 9))  # of UDP this only chooses a route
            return str(probe.getsockname()[0])
    except OSError:
        return None


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
