"""The base image of the Dockerfile, made of Debian's packages: the one that others publish can't be fetched."""

import os
import re
import time
from pathlib import Path

from tests.image.buildah import Buildah
from tests.image.commands import CommandError, UnavailableError, run
from tests.image.machine import debian_mirror
from watchkeeper.configs.settings import PROJECT_ROOT

SUITE = "trixie"
_PACKAGES = "ca-certificates,python3,python3-venv,python3-pip"
_LEFT_OUT = ("./var/cache/apt/*", "./var/lib/apt/lists/*", "./var/log/*")
_FROM = re.compile(r"^FROM (\S+)", re.MULTILINE)


def base_image() -> str:
    """Return the full name of the image that every stage of the Dockerfile begins with."""
    names = set(_FROM.findall((PROJECT_ROOT / "Dockerfile").read_text("utf-8")))
    assert len(names) == 1, f"the Dockerfile begins with {sorted(names)}"
    return f"docker.io/library/{names.pop()}"


def cached_archive() -> Path:
    """Return where the archive of the base's files is, or will be: in IMAGE_TEST_CACHE, else in the checkout."""
    given = os.environ.get("IMAGE_TEST_CACHE")
    return (Path(given) if given else PROJECT_ROOT / ".state" / "image-cache") / f"image-base-{SUITE}.tar"


def make_base(buildah: Buildah, folder: Path) -> None:
    """Commit the base image, from the cached archive where there is one. Raises UnavailableError without a mirror."""
    archive = cached_archive()
    if archive.exists():
        print(f"  base image from {archive}, made on {time.strftime('%Y-%m-%d', time.gmtime(archive.stat().st_mtime))}")
    else:
        _make_archive(archive, folder / "base")
    container = buildah.run("from", "scratch").output.strip()
    buildah.run("add", "--quiet", container, str(archive), "/")
    buildah.run("commit", "--quiet", "--rm", container, base_image())


def _make_archive(archive: Path, files: Path) -> None:
    started_at = time.monotonic()
    try:
        options = ["--variant=minbase", f"--include={_PACKAGES}"]
        run(["debootstrap", *options, SUITE, str(files), *debian_mirror()], seconds=300)
    except CommandError as failure:
        raise UnavailableError(f"the base image can't be made of Debian's packages: {failure}") from failure
    (files / "usr" / "bin" / "python").symlink_to("python3")
    archive.parent.mkdir(parents=True, exist_ok=True)
    draft = archive.with_suffix(f".{os.getpid()}")
    try:
        excluded = [f"--exclude={pattern}" for pattern in _LEFT_OUT]
        run(["tar", "-C", str(files), *excluded, "-cf", str(draft), "."], seconds=120)
        draft.rename(archive)
    finally:
        draft.unlink(missing_ok=True)
    print(f"  base image of Debian's packages: {time.monotonic() - started_at:.0f} s, cached in {archive}", flush=True)
