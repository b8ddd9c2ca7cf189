import json
from collections.abc import Callable, Mapping

from watchkeeper.models.types.integrations.player_event import PlayerEvent, ServerKind
from watchkeeper.repositories.integrations.adapters.emby_events import emby_event
from watchkeeper.repositories.integrations.adapters.event_members import Members
from watchkeeper.repositories.integrations.adapters.jellyfin_events import jellyfin_event
from watchkeeper.repositories.integrations.adapters.kodi_events import kodi_event
from watchkeeper.repositories.integrations.adapters.plex_events import plex_event

_READERS: Mapping[ServerKind, Callable[[Members], PlayerEvent | None]] = {
    ServerKind.PLEX: plex_event,
    ServerKind.JELLYFIN: jellyfin_event,
    ServerKind.EMBY: emby_event,
    ServerKind.KODI: kodi_event,
}


class JsonPlayerEventReader:
    """Reads messages that are JSON objects."""

    def read(self, kind: ServerKind, payload: bytes) -> PlayerEvent | None:
        try:
            message = json.loads(payload)
        except (ValueError, RecursionError):
            return None
        return _READERS[kind](message) if isinstance(message, dict) else None
