from enum import StrEnum


class StatusOrigin(StrEnum):
    """What set the status of a watch entry: its person, a play, or an import."""

    PERSON = "person"
    PLAY = "play"
    IMPORT = "import"
