"""The states of imports, and the results of rows."""

from enum import StrEnum
from typing import Final


class ImportState(StrEnum):
    """From the upload to the rolling back. FAILED (nothing was written) and EXPIRED (a preview of a week) end it."""

    QUEUED = "queued"
    PARSING = "parsing"
    MATCHING = "matching"
    PREVIEW = "preview"
    COMMITTING = "committing"
    COMMITTED = "committed"
    ROLLING_BACK = "rolling_back"
    ROLLED_BACK = "rolled_back"
    FAILED = "failed"
    EXPIRED = "expired"


RUNNING: Final = (
    ImportState.QUEUED,
    ImportState.PARSING,
    ImportState.MATCHING,
    ImportState.COMMITTING,
    ImportState.ROLLING_BACK,
)
"""States in which the background has something to do. An account has at most one such import."""

WRITING: Final = (ImportState.COMMITTING, ImportState.ROLLING_BACK)
"""Running states whose progress lasts: what a crash leaves is gone on with."""

CANCELLABLE: Final = (ImportState.QUEUED, ImportState.PARSING, ImportState.MATCHING)
"""Running states in which nothing of the library has been written."""


WRITTEN: Final = ("titles", "entries", "plays", "ratings", "reviews", "lists", "marks")
"""What an import counts of what it has added."""


class RowResult(StrEnum):
    """What becomes of a row. Each row has one, and no decision on its preview changes it, but that one of an earlier
    import is taken back."""

    READY = "ready"
    EXISTS = "exists"
    DUPLICATE = "duplicate"
    AMBIGUOUS = "ambiguous"
    MISSING_IDENTITY = "missing_identity"
    UNSUPPORTED = "unsupported"
    INVALID = "invalid"


NAMING: Final = (RowResult.READY, RowResult.EXISTS, RowResult.DUPLICATE, RowResult.AMBIGUOUS)
"""The results of records that name a work."""

DECIDED_BEFORE: Final = "decided_before"
"""The reason of a row that would be ambiguous, had the person not decided its work at an earlier import."""


class RowDecision(StrEnum):
    """What a person says of a work: it is this candidate, a title of one's own, or left out."""

    CANDIDATE = "candidate"
    NEW_TITLE = "new_title"
    SKIP = "skip"


class ImportMode(StrEnum):
    """What a commit does where the library says something else."""

    ONLY_NEW = "only_new"
    OVERWRITE = "overwrite"
