"""Errors of files that people upload to import. Nothing of the library was changed."""

from collections.abc import Mapping
from typing import Final, Self

from watchkeeper.foundation.core.errors import (
    ConflictError,
    ExistingConflictError,
    FieldError,
    InvalidError,
    NotFoundError,
)

_PASSWORD: Final = "/body/options/password"  # noqa: S105 - a pointer to it


class ImportEmptyError(InvalidError):
    code = "import_empty"
    title = "The file holds no history"
    detail = "The file is empty, or none of its rows can be read as history."


class ImportSourceUnknownError(InvalidError):
    code = "import_source_unknown"
    title = "The source of the file is not known"
    detail = "The file has the form of no service that can be imported, nor that of the documented CSV."


class ImportSourceMismatchError(InvalidError):
    code = "import_source_mismatch"
    title = "The file is of another source"
    detail = "The file has not the form of the source that `source` names."
    hint = "Leave `source` out: it is detected."


class ImportEncryptedError(InvalidError):
    code = "import_encrypted"
    title = "The archive is encrypted"
    detail = "Send the password of the archive in `password`, or unpack the archive and send what is in it."
    hint = "The code in `errors` is `password_missing` or `password_wrong`."

    @classmethod
    def of_password(cls, password: str | None) -> Self:
        """Return the error of an archive that was sent with this password, or without one."""
        if password is None:
            return cls(fields=(FieldError(_PASSWORD, "The archive has one.", "password_missing"),))
        field = FieldError(_PASSWORD, "It is not that of the archive.", "password_wrong")
        return cls("The password is not that of the archive.", fields=(field,))


class ImportUnsafeArchiveError(InvalidError):
    code = "import_unsafe_archive"
    title = "The archive is not safe to open"
    detail = "The archive unpacks to more than is allowed, holds another archive, or names files outside of itself."


class ImportUnsafeXmlError(InvalidError):
    code = "import_unsafe_xml"
    title = "The XML is not safe to read"
    detail = "XML with a document type, entities or external references is not read."


class ImportUnreadableError(InvalidError):
    code = "import_unreadable"
    title = "The file can't be read"
    detail = "The file is damaged, or breaks off."


class ImportNotFoundError(NotFoundError):
    code = "import_not_found"
    title = "There is no such import"
    detail = "No import of yours has this id."


class ImportRowNotFoundError(NotFoundError):
    code = "import_row_not_found"
    title = "There is no such row"
    detail = "The import has no row with this id."


class ImportRunningError(ExistingConflictError):
    code = "import_running"
    title = "An import is running"
    detail = "Of each account one import runs at a time. Wait until it has a preview, or is committed or rolled back."


class ImportNotInPreviewError(ConflictError):
    code = "import_not_in_preview"
    title = "The import has no preview"
    detail = "This can be done while the state of the import is `preview`."


class ClaimLostError(Exception):
    """The work on an import has to stop: it was cancelled, or another process has claimed it. No client sees this
    error."""


class ImportFailedError(ConflictError):
    code = "import_failed"
    title = "The import has failed"
    detail = "It could not be ended in several attempts. Nothing of it is left in the library."


class NotACandidateError(InvalidError):
    code = "not_a_candidate"
    title = "The title is none of the candidates"
    detail = "Take one of the `candidates` of the row, `title` with any title that you see, or `new_title`."

    def __init__(self, pointer: str) -> None:
        super().__init__(fields=(FieldError(pointer, "Not a candidate of the row.", self.code),))


class RowsUndecidedError(ConflictError):
    code = "rows_undecided"
    title = "Rows are undecided"
    detail = "Nobody has said which titles some rows name. Decide them, or send `undecided: skip` to leave them out."

    def __init__(self, undecided: int) -> None:
        super().__init__()
        self.undecided = undecided

    def members(self) -> Mapping[str, str | int]:
        return {"undecided": self.undecided}


class ImportNotCommittedError(ConflictError):
    code = "import_not_committed"
    title = "The import is not committed"
    detail = "Only what an import has written can be rolled back, once."
