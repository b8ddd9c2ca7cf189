"""Which address and scheme a request is taken to come with."""

import pytest
from starlette.types import Receive, Scope, Send

from watchkeeper.foundation.http.middleware.forwarded_headers import ForwardedHeaders

PROXY, CLIENT, LIAR = "10.0.0.5", "198.51.100.7", "203.0.113.66"


async def seen_through(
    trusted: list[str], peer: str | None, *forwarded: str, proto: tuple[str, ...] = ()
) -> tuple[str | None, str]:
    """Return the client's address and the scheme that the application sees."""
    seen: list[Scope] = []

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        del receive, send
        seen.append(scope)

    async def unused() -> None:
        raise AssertionError

    headers = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    headers += [(b"x-forwarded-proto", one.encode()) for one in proto]
    scope = {"type": "http", "client": (peer, 1) if peer else None, "scheme": "http", "headers": headers}
    await ForwardedHeaders(application, trusted)(scope, unused, unused)  # type: ignore[arg-type]
    client = seen[0]["client"]
    return client[0] if client else None, seen[0]["scheme"]


@pytest.mark.parametrize("peer", [CLIENT, "127.0.0.1", "::1", "10.0.0.6", None])
@pytest.mark.parametrize("trusted", [[], [PROXY]])
async def test_headers_of_a_stranger_mean_nothing(trusted: list[str], peer: str | None) -> None:
    assert await seen_through(trusted, peer, LIAR, proto=("https",)) == (peer, "http")


@pytest.mark.parametrize("trusted", [[PROXY], ["10.0.0.0/8"], ["10.0.0.9/8"], ["192.0.2.1", "10.0.0.4/31"], ["*"]])
async def test_trusted_proxy_is_believed(trusted: list[str]) -> None:
    assert await seen_through(trusted, PROXY, CLIENT, proto=("https",)) == (CLIENT, "https")


@pytest.mark.parametrize("trusted", [[PROXY], ["10.0.0.0/8"], ["*"]])
@pytest.mark.parametrize("forwarded", [[f"{LIAR}, {CLIENT}"], [LIAR, CLIENT], [f"{LIAR},{PROXY},{CLIENT}"]])
async def test_what_the_client_wrote_itself_is_never_reached(trusted: list[str], forwarded: list[str]) -> None:
    assert (await seen_through(trusted, PROXY, *forwarded))[0] == CLIENT


async def test_chain_of_trusted_proxies_is_followed_to_its_client() -> None:
    chain = f"{LIAR}, {CLIENT}, 10.1.1.1, 10.2.2.2"
    assert (await seen_through(["10.0.0.0/8"], PROXY, chain))[0] == CLIENT


async def test_chain_of_trusted_proxies_alone_ends_at_the_first() -> None:
    assert (await seen_through(["10.0.0.0/8"], PROXY, "10.1.1.1, 10.2.2.2"))[0] == "10.1.1.1"


@pytest.mark.parametrize("garbage", ["", "unknown", "1.2.3.4.5", "_hidden", "<script>", "[::1", "a" * 5000])
async def test_chain_ends_before_what_is_no_address(garbage: str) -> None:
    assert (await seen_through([PROXY], PROXY, garbage))[0] == PROXY
    assert (await seen_through(["10.0.0.0/8"], PROXY, f"{CLIENT}, {garbage}, 10.1.1.1"))[0] == "10.1.1.1"


@pytest.mark.parametrize(
    ("hop", "address"),
    [
        (f"{CLIENT}:4711", CLIENT),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        (f"::ffff:{CLIENT}", CLIENT),
        (f"  {CLIENT}\t", CLIENT),
    ],
)
async def test_address_is_read_as_proxies_write_it(hop: str, address: str) -> None:
    assert (await seen_through([PROXY], PROXY, hop))[0] == address


@pytest.mark.parametrize("peer", ["::ffff:10.0.0.5", "10.0.0.5"])
async def test_proxy_is_known_on_a_socket_of_both_families(peer: str) -> None:
    assert (await seen_through(["10.0.0.0/8"], peer, CLIENT))[0] == CLIENT


async def test_proxy_of_the_other_family_is_known() -> None:
    assert (await seen_through(["2001:db8::/32"], "2001:DB8::9", CLIENT))[0] == CLIENT


@pytest.mark.parametrize("proto", [("ftp",), ("",), ("https://",), ("https, http",), ("https", "http")])
async def test_scheme_is_the_one_that_the_last_proxy_tells(proto: tuple[str, ...]) -> None:
    assert await seen_through([PROXY], PROXY, CLIENT, proto=proto) == (CLIENT, "http")


async def test_proxy_that_tells_nothing_is_the_client() -> None:
    assert await seen_through([PROXY], PROXY) == (PROXY, "http")
