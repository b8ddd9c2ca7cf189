"""What the image is checked for. Each check prints what it has seen, and raises AssertionError or CommandError."""

import re
import signal
import time
from pathlib import Path

import httpx

from tests.image.buildah import Container, Image, innermost
from tests.support.accounts import PASSWORD

_APPLICATION = ("/app", "/opt/venv")
_TEMPORARY = {"/tmp", "/var/tmp", "/run/lock"}
_NOT_OF_THE_IMAGE = ["(", "-path", "/proc", "-o", "-path", "/sys", "-o", "-path", "/dev", ")", "-prune", "-o"]
_COUNT_PACKAGES = "import importlib.metadata as m; print(len(list(m.distributions())))"
_MEGABYTE = 1_000_000
_START_SECONDS = 60
_STOP_SECONDS = 60


def check_account(image: Image, container: Container) -> None:
    """Check that the image names its account by number, and that commands run by that account."""
    user, _, group = image.user.partition(":")
    assert f"{user}{group}".isdecimal(), f"USER {image.user} is not numeric"
    assert int(user) > 0, "USER is root"
    seen = container.run("sh", "-c", "id -u; id -g").output.split()
    assert seen == [user, group], f"USER is {image.user}, commands run as {seen}"
    _good(f"commands run as {image.user}")


def check_files(container: Container) -> None:
    """Check that the account reads all files of the application and writes none, nor any other of the image."""
    unreadable = container.run("find", *_APPLICATION, "!", "-readable", check=False).output.split()
    assert not unreadable, f"the account can't read {unreadable[:5]}"
    # `find` fails at folders that the account can't enter, which are none of the application's.
    found = container.run(
        "find", "/", "-xdev", *_NOT_OF_THE_IMAGE, "-writable", "!", "-type", "l", "-print", check=False
    )
    writable = set(found.output.split())
    assert "/tmp" in writable, f"find ended early: {found.errors}"
    assert writable <= _TEMPORARY, f"the account can write {sorted(writable)[:5]}"
    for attempt in (": >> manage.py", ": > new", ": > /opt/venv/new", "rm -f manage.py"):
        assert container.run("sh", "-c", attempt, check=False).code != 0, f"the account could do: {attempt}"
    elevating = container.run("find", *_APPLICATION, "-perm", "/6000").output.split()
    assert not elevating, f"programs that change the account: {elevating}"
    _good("the application's files are readable, none is writable, none is setuid")


def check_commands(container: Container) -> None:
    """Check what the job of the compose file runs before the service starts, then the doctor."""
    container.run("python", "manage.py", "migrate", "up")
    container.run("python", "scripts/init_superuser.py")
    doctor = container.run("python", "manage.py", "doctor", "--offline").output
    assert "the newest" in doctor, doctor
    _good("migrate up, init_superuser.py and doctor")


def check_service(image: Image, container: Container, port: int, log: Path) -> None:
    """Check the command of the image: ready, healthy, used over HTTP, and ended by SIGTERM with exit code 0."""
    _expect_unhealthy(image, container)
    with container.running(image.command, log) as process, httpx.Client(base_url=f"http://127.0.0.1:{port}") as http:
        deadline = time.monotonic() + _START_SECONDS
        while not _is_ready(http):
            assert process.poll() is None, f"the service ended:\n{log.read_text()}"
            assert time.monotonic() < deadline, f"not ready within {_START_SECONDS} s:\n{log.read_text()}"
            time.sleep(0.1)
        container.run(*image.healthcheck)
        _good(f"{' '.join(image.command)}: ready, and healthy by {' '.join(image.healthcheck)}")
        _show_page(http)
        _good("the page, its script and its style")
        _use(http)
        _good("an admin made a title; somebody signed up, signed in and added it to the watchlist")
        innermost(process).send_signal(signal.SIGTERM)
        code = process.wait(_STOP_SECONDS)
        assert code == 0, f"the service ended with {code} by SIGTERM:\n{log.read_text()}"
    _expect_unhealthy(image, container)
    _good("SIGTERM: exit code 0")


def describe(image: Image, container: Container) -> None:
    """Print how large the image is."""
    own, whole = sum(image.layers[1:]), sum(image.layers)
    packages = container.run("python", "-c", _COUNT_PACKAGES).output.strip()
    print(f"  size: {own / _MEGABYTE:.0f} MB, {whole / _MEGABYTE:.0f} MB with the base; {packages} Python packages")


def _expect_unhealthy(image: Image, container: Container) -> None:
    code = container.run(*image.healthcheck, check=False).code
    assert code == 1, f"without a service the health check ends with {code}"


def _is_ready(http: httpx.Client) -> bool:
    try:
        return http.get("/ready").status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _show_page(http: httpx.Client) -> None:
    page = http.get("/", headers={"Accept": "text/html"}).raise_for_status().text
    names = re.findall(r'="(/assets/[^"]+)"', page)
    assert len(names) >= 2, page
    for name in names:
        http.get(name).raise_for_status()


def _use(http: httpx.Client) -> None:
    admin = _sign_in(http, "admin")
    title = _created(http, "/titles", admin, title="Heat", media_type="movie")
    _created(http, "/auth/register", "", username="ada", email="ada@example.com", password=PASSWORD)
    ada = _sign_in(http, "ada")
    entry = _created(http, "/watchlist", ada, title_id=title, status="planned")
    listed = http.get("/api/v1/watchlist", headers={"Authorization": ada}).raise_for_status().json()["items"]
    assert [one["id"] for one in listed] == [entry], listed


def _sign_in(http: httpx.Client, name: str) -> str:
    response = http.post("/api/v1/auth/login", json={"username": name, "password": PASSWORD})
    assert response.status_code == httpx.codes.OK, response.text
    return f"Bearer {response.json()['access_token']}"


def _created(http: httpx.Client, path: str, authorization: str, **members: str) -> str:
    headers = {"Authorization": authorization} if authorization else {}
    response = http.post(f"/api/v1{path}", headers=headers, json=members)
    assert response.status_code == httpx.codes.CREATED, response.text
    return str(response.json()["id"])


def _good(sentence: str) -> None:
    print(f"  ✓ {sentence}", flush=True)
