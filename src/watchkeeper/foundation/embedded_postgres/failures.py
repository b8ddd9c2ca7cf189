"""Errors of the embedded database, each with a one-sentence message that says what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OTHERWISE = "set DATABASE_URL to a PostgreSQL server of your own"


class EmbeddedPostgresError(Exception):
    """The embedded database can't be used. The message is one sentence that says what to do."""


_FULL_DISK = (
    "The disk that holds {folder} is full: free about 100 MB, or set WATCHKEEPER_DATA_DIR to a folder elsewhere."
)
_NOT_WRITABLE = (
    "The folder {folder} can't be written by this account: "
    f"set WATCHKEEPER_DATA_DIR to a folder of your own, or {OTHERWISE}."
)
_NO_ACCOUNT = (
    f"PostgreSQL needs a named account, and the present user id has none: run as a named account, or {OTHERWISE}."
)

_SENTENCES_BY_NUMBER = {
    errno.ENOSPC: _FULL_DISK,
    errno.EDQUOT: _FULL_DISK,
    errno.EACCES: _NOT_WRITABLE,
    errno.EPERM: _NOT_WRITABLE,
    errno.EROFS: _NOT_WRITABLE,
}
_SENTENCES_BY_FRAGMENT = {
    "No space left on device": _FULL_DISK,
    "could not extend file": _FULL_DISK,
    "Disk quota exceeded": _FULL_DISK,
    "Read-only file system": _NOT_WRITABLE,
    "could not look up effective user ID": _NO_ACCOUNT,
    "password authentication failed": (
        "The password file in {folder} does not belong to this database: "
        "restore the old file, or remove the folder to begin with an empty database."
    ),
    "shared memory block": "Processes of a killed server still run in {folder}: try again in a few seconds.",
    "lock file": (
        "Another PostgreSQL server uses {folder}: stop it, or set WATCHKEEPER_DATA_DIR to a folder elsewhere."
    ),
    "server did not start in time": (
        "PostgreSQL is still recovering its data in {folder}: try again in a minute; its log is postgres.log there."
    ),
}


def no_named_account() -> EmbeddedPostgresError:
    """Return the error for a user id without an account in the system."""
    return EmbeddedPostgresError(_NO_ACCOUNT)


def explained(action: str, output: str, folder: Path) -> EmbeddedPostgresError:
    """Return the error for a PostgreSQL program that failed, derived from its output."""
    for fragment, sentence in _SENTENCES_BY_FRAGMENT.items():
        if fragment in output:
            return EmbeddedPostgresError(sentence.format(folder=folder))
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    reason = next((line for line in lines if "FATAL" in line or "error:" in line), lines[-1] if lines else "no message")
    return EmbeddedPostgresError(
        f"PostgreSQL could not {action} ({reason}): see {folder / 'postgres.log'}, or {OTHERWISE}."
    )


@contextmanager
def in_one_sentence(folder: Path) -> Iterator[None]:
    """Turn an operating-system error about `folder` into an EmbeddedPostgresError."""
    try:
        yield
    except OSError as failure:
        sentence = _SENTENCES_BY_NUMBER.get(failure.errno or 0)
        if sentence is None:
            sentence = f"The embedded database in {{folder}} failed ({failure.strerror or failure}): {OTHERWISE}."
        raise EmbeddedPostgresError(sentence.format(folder=folder)) from failure
