"""Addresses of the web."""

from ipaddress import ip_address
from urllib.parse import urlsplit

_SCHEMES = ("http", "https")


def is_public_web_address(text: str) -> bool:
    """Return whether `text` is an http or https URL whose host is not the reader's own machine."""
    if any(sign.isspace() for sign in text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises for a port out of range
    except ValueError:
        return False
    host = (parts.hostname or "").rstrip(".")
    return parts.scheme in _SCHEMES and bool(host) and not _is_own_machine(host)


def _is_own_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_link_local or address.is_unspecified
