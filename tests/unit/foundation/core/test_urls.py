"""Which addresses people may give."""

import pytest

from watchkeeper.foundation.core.urls import is_public_web_address


@pytest.mark.parametrize(
    "text",
    ["http://example.com", "https://example.com:8443/a?b#c", "HTTPS://EXAMPLE.COM", "https://例え.jp/", "http://8.8.8.8/",
     "http://[2001:4860:4860::8888]/"],
)  # fmt: skip
def test_address_of_the_web_is_one(text: str) -> None:
    assert is_public_web_address(text)


@pytest.mark.parametrize(
    "text",
    ["", "example.com", "//example.com", "javascript:alert(1)", "file:///etc/passwd", "data:,x", "ftp://example.com",
     "http://", "http:///path", "https://example.com:99999", "http://[::1", "http://example.com/a b",
     "http://localhost", "http://LOCALHOST.:80", "http://a.localhost", "http://127.0.0.1", "http://127.1.2.3",
     "http://[::1]/", "http://0.0.0.0", "http://169.254.169.254/latest", "http://[fe80::1]/", "http://x@127.0.0.1/",
     "https://user@example.com/", "http://2130706433/", "http://0x7f.1/", "http://127.1", "http://0/",
     "http://[::ffff:127.0.0.1]/", "http://ⓛocalhost/"],
)  # fmt: skip
def test_anything_else_is_none(text: str) -> None:
    assert not is_public_web_address(text)
