from typing import Protocol

from watchkeeper.models.types.episodes.calendar import CalendarFile


class CalendarWriter(Protocol):
    """Writes files that calendar programs read."""

    async def write(self, file: CalendarFile) -> bytes:
        """Return the file. The same events always make the same bytes."""
