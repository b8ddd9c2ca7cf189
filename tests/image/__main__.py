"""`make image-test`: the container image, built and run for real, without a container engine.

As root on Linux. buildah and debootstrap are installed by apt-get where they are missing. The base image is made of
Debian's packages, and cached as a file in `.state/image-cache` (IMAGE_TEST_CACHE names another folder); all else is
below a temporary folder and removed. Ends with 1 when something is wrong; with 0 and a loud word where the test is
impossible, or with 1 there too when IMAGE_TEST is `required`.
"""

import os
import secrets
import signal
import sys
import time
from pathlib import Path
from types import FrameType

import pytest

from tests.image.base import base_image, make_base
from tests.image.buildah import Buildah, Container
from tests.image.checks import check_account, check_commands, check_files, check_service, describe
from tests.image.commands import CommandError, UnavailableError
from tests.image.folder import working_folder
from tests.image.machine import certificates, require_programs, write_pip_configuration
from tests.support.accounts import PASSWORD
from tests.support.replication import postgres_server
from tests.support.service import free_port

_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
_PIP_CONFIGURATION = "/etc/pip.conf"


def main() -> int:
    """Return the exit code."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    started_at = time.monotonic()
    try:
        require_programs()
        with working_folder() as folder:
            _test(folder)
    except (UnavailableError, pytest.skip.Exception) as reason:
        print(f"!!! The container image was NOT tested: {reason}", file=sys.stderr)
        return int(os.environ.get("IMAGE_TEST") == "required")
    except (AssertionError, CommandError) as failure:
        print(f"FAILED: {failure}", file=sys.stderr)
        return 1
    print(f"The container image is well ({time.monotonic() - started_at:.0f} s).")
    return 0


def _test(folder: Path) -> None:
    buildah = Buildah(folder)
    make_base(buildah, folder)
    started_at = time.monotonic()
    buildah.build(_mounted(folder))
    print(f"  built on {base_image()}: {time.monotonic() - started_at:.0f} s", flush=True)
    image, port = buildah.image(), free_port()
    with postgres_server() as server:
        container = Container(buildah, _variables(server.dsn, port))
        describe(image, container)
        check_account(image, container)
        check_files(container)
        check_commands(container)
        check_service(image, container, port, folder / "service.log")


def _mounted(folder: Path) -> dict[Path, str]:
    """Return the files that only the build sees, with their places there: how pip reaches the index of this machine."""
    authorities, configuration = certificates(), folder / "pip.conf"
    write_pip_configuration(configuration, _CERTIFICATES if authorities else None)
    return {configuration: _PIP_CONFIGURATION} | ({authorities: _CERTIFICATES} if authorities else {})


def _variables(dsn: str, port: int) -> dict[str, str]:
    return {
        "AUTH__SECRET_KEY": secrets.token_hex(32),
        "DATABASE_URL": dsn,
        "PORT": str(port),
        "FIRST_SUPERUSER_EMAIL": "admin@example.com",
        "FIRST_SUPERUSER_USERNAME": "admin",
        "FIRST_SUPERUSER_PASSWORD": PASSWORD,
    }


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    raise SystemExit(main())
