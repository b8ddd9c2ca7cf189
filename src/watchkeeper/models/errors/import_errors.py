"""Errors of files that people upload to import. Nothing of the library was changed."""

from watchkeeper.foundation.core.errors import InvalidError


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
