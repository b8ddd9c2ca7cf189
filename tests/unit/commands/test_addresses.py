"""What `run` prints of its addresses, for a machine with and without a network."""

import socket

import pytest

from watchkeeper.commands import service_start
from watchkeeper.commands.addresses import local_address, network_addresses
from watchkeeper.configs.settings import Settings

LAN = {socket.AF_INET: "192.168.1.20", socket.AF_INET6: "2001:db8:1::20"}


class RoutedSocket(socket.socket):
    """A socket of a machine that has the addresses of `LAN`."""

    def connect(self, address: object, /) -> None:
        del address

    def getsockname(self) -> tuple[str, int]:
        return LAN[self.family], 50000


class UnroutedSocket(RoutedSocket):
    """A socket of a machine without a network."""

    def connect(self, address: object, /) -> None:
        raise OSError("Network is unreachable")


@pytest.fixture(params=[RoutedSocket])
def network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", request.param)


def announced(capsys: pytest.CaptureFixture[str], **members: object) -> str:
    service_start._announce(Settings(_env_file=None, port=8100).model_copy(update=members), None)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("0.0.0.0", ["http://192.168.1.20:8100"]),
        ("::", ["http://192.168.1.20:8100", "http://[2001:db8:1::20]:8100"]),
        ("127.0.0.1", []),
        ("192.168.1.20", []),
    ],
)
@pytest.mark.usefixtures("network")
def test_server_on_all_addresses_is_reached_by_those_of_the_machine(host: str, expected: list[str]) -> None:
    assert network_addresses(host, 8100) == expected


@pytest.mark.parametrize("network", [UnroutedSocket], indirect=True)
@pytest.mark.usefixtures("network")
def test_machine_without_a_network_has_no_address_for_others() -> None:
    assert network_addresses("::", 8100) == []


def test_address_of_this_very_machine_is_found_without_a_fake() -> None:
    assert all(url.startswith("http://") and url.endswith(":8100") for url in network_addresses("0.0.0.0", 8100))


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("0.0.0.0", "http://127.0.0.1:8100"),
        ("::", "http://127.0.0.1:8100"),
        ("::1", "http://[::1]:8100"),
        ("localhost", "http://localhost:8100"),
    ],
)
def test_this_machine_reaches_the_server_by_an_address_that_can_be_opened(host: str, expected: str) -> None:
    assert local_address(host, 8100) == expected


@pytest.mark.usefixtures("network")
def test_run_on_all_addresses_tells_phones_and_emulators_where_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    output = announced(capsys, host="0.0.0.0")
    assert "http://127.0.0.1:8100/docs" in output
    assert "http://192.168.1.20:8100" in output
    assert "http://10.0.2.2:8100" in output


@pytest.mark.usefixtures("network")
def test_run_for_this_machine_alone_names_no_other_address(capsys: pytest.CaptureFixture[str]) -> None:
    output = announced(capsys, host="127.0.0.1")
    assert "http://127.0.0.1:8100/docs" in output
    assert "192.168.1.20" not in output
    assert "10.0.2.2" not in output
