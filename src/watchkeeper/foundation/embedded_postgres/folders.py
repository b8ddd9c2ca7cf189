"""The folders of an embedded database: its data, and its socket."""

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
"""The path of a socket, with its file name, is limited to 103 bytes, and a comma would separate hosts in a DSN."""


def reject_shell_syntax(folder: Path) -> None:
    """Raise EmbeddedPostgresError for a folder that pg_ctl, which inserts it into a shell command, would misread."""
    if _SHELL_SYNTAX & set(str(folder)):
        raise EmbeddedPostgresError(
            f'PostgreSQL can\'t be run from {folder} because of a quote, "$", "`" or "\\" in its name: '
            f"move the project, or {OTHERWISE}."
        )


def prepare_folder(state_dir: Path, name: str, account: Account | None) -> Path:
    """Return the folder of a database, created if missing: `state_dir`/`name`, or one elsewhere that `account` reaches.

    Raises EmbeddedPostgresError if it already has data that `account` can't reach, OSError if it can't be created.
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
    """Create the folder elsewhere, with a link to it at the usual place and a file in it that names that place."""
    _open_to_others(ELSEWHERE)
    far = _open_to_others(folder_elsewhere(near))
    (far / "belongs-to").write_text(f"{near}\n", encoding="utf-8")
    if not near.is_symlink() or near.readlink() != far:
        link = near.with_name(f"{near.name}-{os.getpid()}.new")
        link.symlink_to(far)
        link.replace(near)
    return far


def folder_elsewhere(near: Path) -> Path:
    """Return the folder elsewhere for `near`, derived from its path, so that a copied checkout has its own database."""
    return ELSEWHERE / sha256(os.fsencode(near)).hexdigest()[:16]


def existing_folders(state_dir: Path) -> list[Path]:
    """Return the folders of all databases that were created for `state_dir`."""
    folders = [path for path in sorted(state_dir.resolve().glob("postgres*")) if not path.name.endswith(".new")]
    places = [folder_elsewhere(path) if path.is_symlink() else path for path in folders]
    return [place for place in places if (place / "data").is_dir()]


def prepare_socket_folder(folder: Path, account: Account | None) -> Path:
    """Return the folder for the server's socket, created if missing.

    Raises EmbeddedPostgresError if the one in the shared temporary folder belongs to another account.
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
            f"The folder {socket_folder} belongs to another account or is open to others: remove it and try again."
        )
    return socket_folder


def own(path: Path, account: Account | None) -> None:
    """Change the owner of a newly created file or folder to the server's account."""
    if account is not None:
        os.chown(path, account.user_id, account.group_id, follow_symlinks=False)
