"""Heads that a proxy might take for another request than this server does are not accepted."""

import pytest

from watchkeeper.foundation.server.request_head import is_acceptable, without_upgrade

HOST = (b"host", b"example.com")


@pytest.mark.parametrize(
    "host",
    [b"example.com", b"EXAMPLE.com:8100", b"127.0.0.1", b"[::1]", b"[::ffff:127.0.0.1]:80", b"a_b", b"a:", b"%41"],
)
def test_valid_host_is_accepted(host: bytes) -> None:
    assert is_acceptable(b"GET", b"/", "1.1", [(b"host", host)])


@pytest.mark.parametrize(
    "host",
    [b"", b":80", b"a b", b"a/b", b"a?b", b"a#b", b"user@a", b"a:b", b"a:80:80", b"[::1", b"::1", b"a\xff", b"a,b/c",
     b"http://a", b"a\\b", b"<a>", b"a\n", b'a"'],
)  # fmt: skip
def test_invalid_host_is_not_accepted(host: bytes) -> None:
    assert not is_acceptable(b"GET", b"/", "1.1", [(b"host", host)])


@pytest.mark.parametrize(("version", "is_accepted"), [("1.1", False), ("1.0", True)])
def test_host_may_be_missing_in_http_1_0_alone(version: str, is_accepted: bool) -> None:
    assert is_acceptable(b"GET", b"/", version, []) is is_accepted


@pytest.mark.parametrize("name", [b"host", b"authorization", b"content-length", b"transfer-encoding"])
def test_header_that_may_come_once_is_not_accepted_twice(name: bytes) -> None:
    value = {b"transfer-encoding": b"chunked", b"content-length": b"1"}.get(name, b"a")
    headers = [HOST] if name != b"host" else []
    assert is_acceptable(b"POST", b"/", "1.1", [*headers, (name, value)])
    assert not is_acceptable(b"POST", b"/", "1.1", [*headers, (name, value), (name, value)])


@pytest.mark.parametrize("version", ["0.9", "1.2", "2.0", "3.0", "9.9"])
def test_other_versions_are_not_accepted(version: str) -> None:
    assert not is_acceptable(b"GET", b"/", version, [HOST])


@pytest.mark.parametrize("coding", [b"gzip", b"gzip, chunked", b"chunked, chunked", b"identity", b"", b"xchunked"])
def test_other_transfer_codings_than_chunked_are_not_accepted(coding: bytes) -> None:
    assert not is_acceptable(b"POST", b"/", "1.1", [HOST, (b"transfer-encoding", coding)])


@pytest.mark.parametrize(
    ("target", "is_accepted"),
    [(b"http://example.com/", True), (b"HTTP://EXAMPLE.COM/a?b", True), (b"http://example.com", True),
     (b"http://example.com:80/", False), (b"http://other/", False), (b"http://user@example.com/", False),
     (b"http:///", False), (b"/http://other/", True), (b"*", True)],
)  # fmt: skip
def test_absolute_target_names_the_host_of_the_header(target: bytes, is_accepted: bool) -> None:
    assert is_acceptable(b"GET", target, "1.1", [HOST]) is is_accepted


def test_connect_is_not_accepted() -> None:
    assert not is_acceptable(b"CONNECT", b"example.com:80", "1.1", [HOST])


def test_head_is_written_again_without_its_offer() -> None:
    headers = [HOST, (b"upgrade", b"h2c"), (b"http2-settings", b"AAMA"), (b"content-length", b"2")]
    again = b"POST /a HTTP/1.1\r\nhost: example.com\r\ncontent-length: 2\r\n\r\n"
    assert without_upgrade(b"POST", b"/a", "1.1", headers) == again
