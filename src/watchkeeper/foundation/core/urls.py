"""Validation of web addresses."""

import re
import unicodedata
from ipaddress import ip_address
from urllib.parse import urlsplit

_SCHEMES = ("http", "https")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+", re.IGNORECASE)


def is_public_web_address(text: str) -> bool:
    """Return whether `text` is an http or https URL without user name whose host is not a local address."""
    if any(sign.isspace() for sign in text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises for a port out of range
    except ValueError:
        return False
    host = unicodedata.normalize("NFKC", parts.hostname or "").lower().rstrip(".")
    has_account = parts.username is not None or parts.password is not None
    return parts.scheme in _SCHEMES and bool(host) and not has_account and not _is_own_machine(host)


def _is_own_machine(host: str) -> bool:
    """Return whether `host` is a local address, or a number that clients may read as one (`2130706433`, `0x7f.1`)."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ip_address(host)
        address = getattr(address, "ipv4_mapped", None) or address
    except ValueError:
        return _NUMBER.fullmatch(host.rpartition(".")[2]) is not None
    return address.is_loopback or address.is_link_local or address.is_unspecified
