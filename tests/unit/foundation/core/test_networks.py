import pytest

from watchkeeper.foundation.core.networks import is_network, parsed_address, subscriber_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"),
        ("2001:DB8:1:2::1", "2001:0db8:0001:0002:0000:0000:0000:0009"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        (None, "not an address"),
        ("", "192.0.2.256"),
    ],
)
def test_addresses_of_one_subscriber_are_one(one: str | None, other: str) -> None:
    assert subscriber_of(one) == subscriber_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("192.0.2.1", "192.0.2.2"), ("2001:db8:1:2::1", "2001:db8:1:3::1"), ("::1", "127.0.0.1"), (None, "0.0.0.0")],
)
def test_addresses_of_different_subscribers_are_not(one: str | None, other: str) -> None:
    assert subscriber_of(one) != subscriber_of(other)


@pytest.mark.parametrize("text", ["", "localhost", "1.2.3", "192.0.2.1:80", "[::1]", "unknown", " 192.0.2.1"])
def test_what_is_no_address_is_none(text: str) -> None:
    assert parsed_address(text) is None


@pytest.mark.parametrize("text", ["10.0.0.5", "10.0.0.0/8", "10.0.0.5/8", "::1", "2001:db8::/32"])
def test_networks_and_addresses_are_networks(text: str) -> None:
    assert is_network(text)


@pytest.mark.parametrize("text", ["", "proxy", "10.0.0.0/33", "*", "10.0.0.1:80"])
def test_names_are_not(text: str) -> None:
    assert not is_network(text)
