"""Validation of request heads: the request line and the headers, whose names are in lower case."""

import re
from collections.abc import Sequence
from functools import lru_cache

_AT_MOST_ONCE = (b"host", b"authorization", b"transfer-encoding", b"content-length")
_UPGRADE = (b"upgrade", b"http2-settings")
_HOST = re.compile(rb"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~!$&'()*+,;=%-]+)(?::[0-9]*)?")
_ABSOLUTE_TARGET = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*)")


def is_acceptable(method: bytes, target: bytes, version: str, headers: Sequence[tuple[bytes, bytes]]) -> bool:
    """Return whether this server and any proxy in front of it interpret a head in the same way.

    RFC 9112 §3.2 requires one valid `Host` and a target without a fragment, and §6.1 an unambiguous length of the body.
    """
    values = dict(headers)
    if version not in ("1.0", "1.1") or method == b"CONNECT" or b"#" in target:
        return False
    if len(values) < len(headers) and _has_repeated([name for name, _ in headers]):
        return False
    return _has_clear_length(version, values) and _has_valid_host(version, target, values.get(b"host"))


def without_upgrade(method: bytes, target: bytes, version: str, headers: Sequence[tuple[bytes, bytes]]) -> bytes:
    """Return the bytes of the head without its `Upgrade` headers (RFC 9110 §7.8)."""
    lines = [b"%b %b HTTP/%b" % (method, target, version.encode())]
    lines += [b"%b: %b" % header for header in headers if header[0] not in _UPGRADE]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _has_repeated(names: list[bytes]) -> bool:
    return any(names.count(name) > 1 for name in _AT_MOST_ONCE)


def _has_clear_length(version: str, values: dict[bytes, bytes]) -> bool:
    coding = values.get(b"transfer-encoding")
    if coding is None:
        return True
    return coding.lower() == b"chunked" and version == "1.1" and b"content-length" not in values


def _has_valid_host(version: str, target: bytes, host: bytes | None) -> bool:
    if host is None:
        return version == "1.0"
    absolute = None if target.startswith(b"/") else _ABSOLUTE_TARGET.match(target)
    return _is_host(host) and (absolute is None or absolute[1].lower() == host.lower())


@lru_cache(256)
def _is_host(host: bytes) -> bool:
    return _HOST.fullmatch(host) is not None
