from datetime import date
from uuid import UUID

from watchkeeper.foundation.core.read_model import ReadModel


class TitleSummary(ReadModel, frozen=True, gc=False):
    """The title of something that a person has of it: a play, a mark, a position."""

    id: UUID
    media_type: str
    title: str
    release_date: date | None
    poster_url: str | None
