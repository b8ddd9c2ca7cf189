"""IP addresses and networks, and the part of an address that identifies one subscriber."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_SINGLE_SUBSCRIBER_BITS = 64

Address = IPv4Address | IPv6Address


def parsed_address(text: str) -> Address | None:
    """Return the address in `text`, or None if it is none. An IPv4-mapped IPv6 address becomes an IPv4 address."""
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
    """Return the key of the subscriber of an address: an IPv4 address itself, the /64 prefix of an IPv6 address.

    An IPv6 subscriber has at least 2^64 addresses. All texts that are no address share the key "unknown".
    """
    parsed = parsed_address(address or "")
    if parsed is None:
        return "unknown"
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    return f"{int(parsed) >> _SINGLE_SUBSCRIBER_BITS:x}/64"
