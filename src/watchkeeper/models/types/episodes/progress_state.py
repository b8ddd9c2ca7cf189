from enum import StrEnum


class ProgressState(StrEnum):
    """How far a person has come with a title with episodes; unknown while its episodes are."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    CAUGHT_UP = "caught_up"
    FINISHED = "finished"
    UNKNOWN = "unknown"
