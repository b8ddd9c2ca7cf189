"""What the machine has to offer: programs, and how it reaches its package index."""

import ast
import configparser
import os
import platform
import shutil
import ssl
import sys
from pathlib import Path

from tests.image.commands import CommandError, UnavailableError, run

PROGRAMS = ("buildah", "debootstrap")
PACKAGES = ("buildah", "debootstrap", "debian-archive-keyring")

_INDEX_OPTIONS = ("index-url", "extra-index-url", "trusted-host", "proxy", "timeout", "default-timeout", "retries")
_PRECEDENCE = ("global", "install", ":env:")


def require_programs() -> None:
    """Install the programs that are missing. Raises UnavailableError where that is impossible."""
    if platform.system() != "Linux" or os.geteuid() != 0:
        raise UnavailableError("building an image without an engine needs root on Linux")
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if not missing:
        return
    if shutil.which("apt-get") is None:
        raise UnavailableError(f"{' and '.join(missing)} are missing, and there is no apt-get to install them")
    print(f"  installing {', '.join(PACKAGES)}", flush=True)
    quietly = {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        run(["apt-get", "-qq", "update"], seconds=60, environment=quietly)
        run(
            ["apt-get", "-qq", "install", "-y", "--no-install-recommends", *PACKAGES],
            seconds=180,
            environment=quietly,
        )
    except CommandError as failure:
        raise UnavailableError(f"{' and '.join(missing)} can't be installed: {failure}") from failure


def debian_mirror() -> list[str]:
    """Return the address that apt gets Debian from, as debootstrap's argument; nothing where apt names none."""
    if shutil.which("apt-get") is None:
        return []
    listed = run(
        ["apt-get", "indextargets", "--format", "$(ORIGIN) $(REPO_URI)", "Created-By: Packages"], seconds=30
    ).output
    origins = (line.partition(" ") for line in listed.splitlines())
    addresses = [address for origin, _, address in origins if origin == "Debian"]
    return [address for address in addresses if address.startswith(("http://", "https://"))][:1]


def certificates() -> Path | None:
    """Return the file of authorities that this machine trusts."""
    file = ssl.get_default_verify_paths().cafile or "/etc/ssl/certs/ca-certificates.crt"
    return Path(file).resolve() if Path(file).is_file() else None


def write_pip_configuration(file: Path, certificate_file: str | None) -> None:
    """Write how pip of this machine reaches its index, readable by root alone: addresses may hold passwords."""
    listed = run([sys.executable, "-m", "pip", "config", "list"], seconds=60).output
    options = index_options(listed)
    if certificate_file is not None:
        options["cert"] = certificate_file
    configuration = configparser.RawConfigParser()
    configuration["global"] = options
    file.touch(mode=0o600)
    with file.open("w") as opened:
        configuration.write(opened)


def index_options(listed: str) -> dict[str, str]:
    """Return the options about the index of what `pip config list` printed, without folders of this machine."""
    found: dict[tuple[str, str], str] = {}
    for line in listed.splitlines():
        name, _, value = line.partition("=")
        section, _, option = name.rpartition(".")
        words = str(ast.literal_eval(value)).split()
        found[section, option] = "\n".join(word for word in words if not word.startswith(("/", "file:")))
    options = {
        option: found[section, option]
        for section in _PRECEDENCE
        for option in _INDEX_OPTIONS
        if found.get((section, option))
    }
    if "default-timeout" in options:
        options["timeout"] = options.pop("default-timeout")
    return options
