from typing import Protocol

from watchkeeper.models.types.integrations.player_event import PlayerEvent, ServerKind


class PlayerEventReader(Protocol):
    """Understands the messages of media servers."""

    def read(self, kind: ServerKind, payload: bytes) -> PlayerEvent | None:
        """Return what a message says, or None if it is no message of a server of this kind. Never raises."""
