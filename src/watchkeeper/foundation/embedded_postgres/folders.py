"""Where the files of an embedded database lie."""

import os
import re
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from watchkeeper.foundation.embedded_postgres.failures import OTHERWISE, EmbeddedPostgresError
from watchkeeper.foundation.embedded_postgres.programs import Account, can_enter

ELSEWHERE = Path("/var/lib/watchkeeper")
_SHELL_SYNTAX = frozenset('"$`\\\n')
_SOCKET_PATH = re.compile(r"[A-Za-z0-9_./@+ -]{1,80}")
"""A socket's path is limited to 103 bytes with the file's name, and a comma would divide it in a DSN."""


def reject_shell_syntax(folder: Path) -> None:
    """Refuse a folder that pg_ctl, which builds a shell command around it, would misread."""
    if _SHELL_SYNTAX & set(str(folder)):
        raise EmbeddedPostgresError(
            f'PostgreSQL can\'t be run from {folder} because of a quote, "$", "`" or "\\" in its name: '
            f"move the project, or {OTHERWISE}."
        )


def prepare_folder(state_dir: Path, name: str, account: Account | None) -> Path:
    """Return the folder for a database, made if need be: `state_dir`/`name`, or one elsewhere that `account` can reach.

    Raises EmbeddedPostgresError when its data lie where `account` can't reach them, OSError when it can't be made.
    """
    state_dir.mkdir(parents=True, exist_ok=True)
    near = state_dir.resolve() / name
    reject_shell_syntax(near)
    if account is None:
        near.mkdir(mode=0o700, exist_ok=True)
        return near
    if can_enter(account, state_dir):
        return _open_to_others(near)
    if not near.is_symlink() and (near / "data").is_dir():
        raise EmbeddedPostgresError(
            f"The account {account.name}, which PostgreSQL runs as, can't reach {near}: "
            f"allow it to enter the folders above, or {OTHERWISE}."
        )
    return _prepare_elsewhere(near)


def _open_to_others(folder: Path) -> Path:
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.stat().st_uid == os.geteuid():
        folder.chmod(0o711)
    return folder


def _prepare_elsewhere(near: Path) -> Path:
    """Make the folder elsewhere; a link at the usual place and a file in it let `make destroy-data` find and own it."""
    _open_to_others(ELSEWHERE)
    far = _open_to_others(folder_elsewhere(near))
    (far / "belongs-to").write_text(f"{near}\n", encoding="utf-8")
    if not near.is_symlink() or near.readlink() != far:
        link = near.with_name(f"{near.name}-{os.getpid()}.new")
        link.symlink_to(far)
        link.replace(near)
    return far


def folder_elsewhere(near: Path) -> Path:
    """Return the folder elsewhere that stands for `near` alone: a copied checkout must not share a database."""
    return ELSEWHERE / sha256(os.fsencode(near)).hexdigest()[:16]


def existing_folders(state_dir: Path) -> list[Path]:
    """Return the folders of every database that was made for `state_dir`."""
    folders = [path for path in sorted(state_dir.resolve().glob("postgres*")) if not path.name.endswith(".new")]
    places = [folder_elsewhere(path) if path.is_symlink() else path for path in folders]
    return [place for place in places if (place / "data").is_dir()]


def prepare_socket_folder(folder: Path, account: Account | None) -> Path:
    """Return the folder for the server's socket, made if need be.

    Raises EmbeddedPostgresError when somebody else made the one in the shared temporary folder.
    """
    socket_folder = folder / "s"
    if not _SOCKET_PATH.fullmatch(str(socket_folder)):
        socket_folder = Path(tempfile.gettempdir()) / f"watchkeeper-{sha256(os.fsencode(folder)).hexdigest()[:16]}"
    owner = account.user_id if account else os.geteuid()
    with suppress(FileExistsError):
        socket_folder.mkdir(mode=0o700)
        own(socket_folder, account)
    found = socket_folder.lstat()
    if socket_folder.is_symlink() or found.st_uid != owner or found.st_mode & 0o077:
        raise EmbeddedPostgresError(
            f"The folder {socket_folder} belongs to somebody else or is open to others: remove it and try again."
        )
    return socket_folder


def own(path: Path, account: Account | None) -> None:
    """Give a file or folder that we have just made to the account of the server."""
    if account is not None:
        os.chown(path, account.user_id, account.group_id, follow_symlinks=False)
