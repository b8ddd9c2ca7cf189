"""Images and containers by buildah, without an engine, in a folder of their own."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.image.commands import Finished, end, run
from watchkeeper.configs.settings import PROJECT_ROOT

IMAGE = "watchkeeper:local"
_ENVIRONMENT = {"STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"}
_COMMAND_SECONDS = 120
_BUILD_SECONDS = 300


class Buildah:
    """Runs buildah with its images and containers below `folder`. Methods raise CommandError."""

    def __init__(self, folder: Path) -> None:
        self._command = ["buildah", "--root", str(folder / "storage"), "--runroot", str(folder / "run")]

    def run(self, *arguments: str, seconds: float = _COMMAND_SECONDS, check: bool = True) -> Finished:
        """Run a command of buildah to its end."""
        return run([*self._command, *arguments], seconds=seconds, environment=_ENVIRONMENT, check=check)

    def build(self, mounted: Mapping[Path, str]) -> None:
        """Build the Dockerfile; the files of `mounted` are seen in the build and are no part of the image."""
        volumes = [f"--volume={file}:{place}:ro" for file, place in mounted.items()]
        # The format of OCI has no HEALTHCHECK.
        options = ["--quiet", "--format=docker", "--pull=never", *volumes, "--tag", IMAGE]
        self.run("bud", *options, str(PROJECT_ROOT), seconds=_BUILD_SECONDS)

    def image(self) -> "Image":
        """Return what the image says about itself."""
        told = json.loads(self.run("inspect", "--type=image", IMAGE).output)
        sizes = [layer["size"] for layer in json.loads(told["Manifest"])["layers"]]
        return Image(told["Docker"]["config"], sizes)

    def start(self, *arguments: str, log: Path) -> subprocess.Popen[str]:
        """Start a command of buildah that goes on, in a session of its own; what it prints goes to `log`."""
        with log.open("w") as output:
            return subprocess.Popen(
                ["env", *(f"{name}={value}" for name, value in _ENVIRONMENT.items()), *self._command, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )


@dataclass(frozen=True, slots=True)
class Image:
    """An image: its configuration as Docker writes it, and the bytes of its layers, the base's first."""

    configuration: dict[str, Any]
    layers: list[int]

    @property
    def user(self) -> str:
        return str(self.configuration["User"])

    @property
    def command(self) -> list[str]:
        return [str(word) for word in self.configuration["Cmd"]]

    @property
    def healthcheck(self) -> list[str]:
        """The words of the command that tells whether the service is healthy."""
        kind, *words = self.configuration["Healthcheck"]["Test"]
        assert kind == "CMD", f"the health check is of the kind {kind}"
        return [str(word) for word in words]


class Container:
    """A container of the image, without capabilities, with the network of this machine."""

    def __init__(self, buildah: Buildah, variables: Mapping[str, str]) -> None:
        self._buildah = buildah
        self._variables = dict(variables)
        self._name = buildah.run("from", "--pull=never", "--cap-drop=ALL", IMAGE).output.strip()

    def run(self, *command: str, check: bool = True, **variables: str) -> Finished:
        """Run a command in the container to its end."""
        return self._buildah.run(*self._arguments(command, variables), check=check)

    @contextmanager
    def running(self, command: list[str], log: Path) -> Iterator[subprocess.Popen[str]]:
        """Run a command in the container during this block, and kill it at the end if it still runs."""
        process = self._buildah.start(*self._arguments(command, {}), log=log)
        try:
            yield process
        finally:
            end(process)

    def _arguments(self, command: tuple[str, ...] | list[str], variables: Mapping[str, str]) -> list[str]:
        given = [f"--env={name}={value}" for name, value in (self._variables | dict(variables)).items()]
        return ["run", *given, self._name, "--", *command]


def innermost(process: subprocess.Popen[str]) -> psutil.Process:
    """Return the process in the container that buildah runs: buildah itself hands no signal on."""
    descendants = psutil.Process(process.pid).children(recursive=True)
    return next(one for one in reversed(descendants) if not one.children())
