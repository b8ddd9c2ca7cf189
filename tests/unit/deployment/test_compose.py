import json
import os
import re
import shutil
import subprocess
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml

from watchkeeper.configs.settings import PROJECT_ROOT, Settings

SERVICES = ("postgres", "redis", "migrate", "api", "proxy")
REQUIRED = {"AUTH__SECRET_KEY", "POSTGRES__PASSWORD"}


def _text() -> str:
    return (PROJECT_ROOT / "docker-compose.yml").read_text("utf-8")


def _compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(_text())
    return document


def _service(name: str) -> dict[str, Any]:
    service: dict[str, Any] = _compose()["services"][name]
    return service


def test_there_are_database_redis_migration_job_api_and_proxy() -> None:
    assert set(_compose()["services"]) == set(SERVICES)


@pytest.mark.parametrize("name", SERVICES)
def test_container_is_hardened(name: str) -> None:
    service = _service(name)
    assert service["read_only"] is True
    assert service["init"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["tmpfs"]
    assert "privileged" not in service
    assert not [volume for volume in service.get("volumes", []) if volume.startswith(("/", ".", "~"))]


@pytest.mark.parametrize("name", SERVICES)
def test_container_comes_back_unless_it_is_the_job(name: str) -> None:
    assert _service(name)["restart"] == ("no" if name == "migrate" else "unless-stopped")


@pytest.mark.parametrize("name", ["postgres", "redis", "proxy"])
def test_image_of_others_has_a_pinned_major_version(name: str) -> None:
    assert re.fullmatch(r"[a-z/]+:\d+(\.\d+)*(-[a-z0-9.]+)?", _service(name)["image"])


@pytest.mark.parametrize("name", ["postgres", "redis", "api", "proxy"])
def test_healthcheck_is_written_in_exec_form(name: str) -> None:
    test = _service(name)["healthcheck"]["test"]
    assert test[0] == "CMD"
    assert len(test) > 1


def test_api_waits_for_the_schema_and_for_what_it_needs() -> None:
    assert _service("api")["depends_on"] == {
        "migrate": {"condition": "service_completed_successfully"},
        "postgres": {"condition": "service_healthy"},
        "redis": {"condition": "service_healthy"},
    }
    assert _service("migrate")["depends_on"] == {"postgres": {"condition": "service_healthy"}}


def test_job_migrates_and_then_makes_the_first_admin() -> None:
    command = _service("migrate")["command"]
    assert command[:2] == ["sh", "-c"]
    assert command[2] == "python manage.py migrate up && exec python scripts/init_superuser.py"


def test_api_is_reachable_from_the_machine_itself_alone_and_databases_from_nowhere() -> None:
    assert _service("api")["ports"] == ["${PUBLISH_ADDRESS:-127.0.0.1}:${PUBLISH_PORT:-8100}:8100"]
    assert not [name for name in ("postgres", "redis", "migrate") if "ports" in _service(name)]
    assert _compose()["networks"]["data"]["internal"] is True
    assert _service("postgres")["networks"] == _service("redis")["networks"] == ["data"]


def test_proxy_is_there_when_asked_for_and_has_the_address_that_the_docs_name_as_trusted() -> None:
    proxy = _service("proxy")
    assert proxy["profiles"] == ["proxy"]
    assert proxy["ports"] == ["80:80", "443:443", "443:443/udp"]
    assert proxy["cap_add"] == ["NET_BIND_SERVICE"]
    address = proxy["networks"]["edge"]["ipv4_address"]
    (network,) = _compose()["networks"]["edge"]["ipam"]["config"]
    assert ip_address(address) in ip_network(network["subnet"])
    page = (PROJECT_ROOT / "docs" / "deployment.md").read_text("utf-8")
    assert f'TRUSTED_PROXIES=["{address}"]' in page
    assert network["subnet"] in page


def test_proxy_serves_the_api_under_the_name_that_is_set() -> None:
    file = PROJECT_ROOT / _compose()["configs"]["caddy"]["file"]
    configuration = file.read_text("utf-8")
    assert "{$SITE_ADDRESS} {" in configuration
    assert "reverse_proxy api:8100" in configuration
    assert "SITE_ADDRESS" in _service("proxy")["environment"]
    assert "edge" in _service("api")["networks"]


def test_api_may_end_its_requests_before_it_is_killed() -> None:
    grace = int(_service("api")["stop_grace_period"].removesuffix("s"))
    assert grace > Settings(_env_file=None).shutdown_seconds + 5


def test_database_keeps_its_data_in_a_named_volume_where_the_image_wants_it() -> None:
    assert _service("postgres")["volumes"] == ["postgres:/var/lib/postgresql"]
    assert "postgres" in _compose()["volumes"]


def test_database_is_made_as_the_embedded_one_is() -> None:
    arguments = _service("postgres")["environment"]["POSTGRES_INITDB_ARGS"].split()
    files = PROJECT_ROOT / "src/watchkeeper/foundation/embedded_postgres/cluster_files.py"
    assert len(arguments) == 4
    assert [argument for argument in arguments if f'"{argument}"' not in files.read_text("utf-8")] == []


def test_secrets_come_from_outside_and_starting_without_them_is_refused() -> None:
    required = re.findall(r"\$\{([A-Z0-9_]+):\?", _text())
    assert set(required) == REQUIRED
    plain = re.findall(r"(?:SECRET\w*|PASSWORD|TOKEN): (.*)", _text())
    assert [value for value in plain if not value.startswith("${") and value != '""'] == []


@pytest.mark.parametrize("name", ["migrate", "api"])
def test_variables_of_the_service_are_settings(name: str) -> None:
    page = (PROJECT_ROOT / "docs" / "configuration.md").read_text("utf-8")
    assert [variable for variable in _service(name)["environment"] if f"`{variable}`" not in page] == []


def test_compose_itself_accepts_the_file_and_misses_the_secrets(tmp_path: Path) -> None:
    command = _compose_command()
    if command is None:
        pytest.skip("needs docker compose 2 or later; the other tests of this file read the YAML themselves")
    environment = {name: value for name, value in os.environ.items() if name not in REQUIRED}
    (tmp_path / "docker-compose.yml").write_text(_text(), "utf-8")
    (tmp_path / ".env").touch()

    def config(**variables: str) -> subprocess.CompletedProcess[str]:
        given = [*command, "config", "--format", "json"]
        return subprocess.run(
            given, cwd=tmp_path, env=environment | variables, capture_output=True, text=True, check=False
        )

    assert "AUTH__SECRET_KEY" in config(POSTGRES__PASSWORD="given").stderr
    accepted = config(POSTGRES__PASSWORD="given", AUTH__SECRET_KEY="given")
    assert accepted.returncode == 0, accepted.stderr
    assert set(json.loads(accepted.stdout)["services"]) == set(SERVICES) - {"proxy"}


def _compose_command() -> list[str] | None:
    """Return the command of a Compose that knows today's files: 2 or later, unlike a docker-compose of old."""
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]) is None:
            continue
        told = subprocess.run([*command, "version", "--short"], capture_output=True, text=True, check=False)
        version = re.match(r"v?(\d+)\.", told.stdout)
        if told.returncode == 0 and version is not None and int(version[1]) >= 2:
            return command
    return None
