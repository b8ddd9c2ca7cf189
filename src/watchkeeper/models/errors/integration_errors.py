"""Errors of media servers and positions."""

from collections.abc import Mapping

from watchkeeper.foundation.core.errors import ConflictError, NotFoundError


class MediaServerNotFoundError(NotFoundError):
    code = "media_server_not_found"
    title = "Media server not found"
    detail = "You have no media server with this id."


class MediaServerEventNotFoundError(NotFoundError):
    code = "media_server_event_not_found"
    title = "Event not found"
    detail = "The media server sent nothing with this id, or more than 30 days ago."


class HookNotFoundError(NotFoundError):
    code = "hook_not_found"
    title = "Nobody listens here"
    detail = "The address is wrong, or its media server was removed."


class PositionNotFoundError(NotFoundError):
    code = "position_not_found"
    title = "Position not found"
    detail = "You have not stopped anywhere in this title or episode."


class TooManyMediaServersError(ConflictError):
    """The member `limit` says how many there may be."""

    code = "too_many_media_servers"
    title = "You have as many media servers as an account may have"
    detail = "Remove one that you no longer need. The member limit says how many an account may have."

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def members(self) -> Mapping[str, str | int]:
        return {"limit": self.limit}


class EventNotUnmatchedError(ConflictError):
    code = "event_not_unmatched"
    title = "The event waits for nobody"
    detail = "Only an event whose result is unmatched can be told what it is about."
