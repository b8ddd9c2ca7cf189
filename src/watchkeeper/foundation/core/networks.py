"""Addresses of the internet, as far as they tell people apart."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_SINGLE_SUBSCRIBER_BITS = 64

Address = IPv4Address | IPv6Address


def parsed_address(text: str) -> Address | None:
    """Return the address that `text` is, an IPv4 one that was mapped into IPv6 as itself; None if it is none."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def is_network(text: str) -> bool:
    """Return whether `text` is a network like 10.0.0.0/8, or a single address."""
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def subscriber_of(address: str | None) -> str:
    """Return what one subscriber's addresses have in common: an IPv4 address itself, the /64 of an IPv6 one.

    Whoever gets IPv6 gets at least 2^64 addresses of it. What is no address at all is "unknown", together.
    """
    parsed = parsed_address(address or "")
    if parsed is None:
        return "unknown"
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    return f"{int(parsed) >> _SINGLE_SUBSCRIBER_BITS:x}/64"
