"""Jellyfin's webhook plugin with "Send All Properties": the names are those of its data objects.

https://github.com/jellyfin/jellyfin-plugin-webhook documents them.

- Values may be texts, also numbers and flags, where a template of one's own writes them so.
- `Provider_…` are the ids of the item itself: of an episode its own, never those of the show.
- `UserDataSaved` comes for all kinds of reasons; only `TogglePlayed` is somebody's hand.
- `PlaybackStop` says `PlayedToCompletion` by the limit that is set in Jellyfin.
"""

from watchkeeper.models.types.integrations.player_event import PlayerAction, PlayerEvent
from watchkeeper.repositories.integrations.adapters.event_members import (
    Members,
    flag_of,
    ids_of,
    instant_of,
    integer_of,
    numbers_of,
    seconds_of,
    text_of,
)

_TICKS = 10_000_000
_TYPES = {"Movie": "movie", "Episode": "episode"}
_ID = "provider_"
_ACTIONS = {
    "PlaybackStart": PlayerAction.PROGRESS,
    "PlaybackProgress": PlayerAction.PROGRESS,
    "PlaybackStop": PlayerAction.STOP,
}


def jellyfin_event(message: Members) -> PlayerEvent | None:
    name = text_of(message.get("NotificationType"))
    if name is None:
        return None
    kind = _TYPES.get(text_of(message.get("ItemType")) or "")
    is_episode = kind == "episode"
    ids = ((key[len(_ID) :], value) for key, value in message.items() if key.lower().startswith(_ID))
    return PlayerEvent(
        action=_ACTIONS.get(name) or _toggled(name, message),
        person=text_of(message.get("NotificationUsername")) or text_of(message.get("Username")),
        item_type=kind,
        item_id=text_of(message.get("ItemId")),
        series_id=text_of(message.get("SeriesId")),
        title=text_of(message.get("Name")),
        series_title=text_of(message.get("SeriesName")),
        year=integer_of(message.get("Year")),
        season=integer_of(message.get("SeasonNumber")) if is_episode else None,
        numbers=numbers_of(message.get("EpisodeNumber"), message.get("EpisodeNumberEnd")) if is_episode else (),
        ids=ids_of(ids),
        position=seconds_of(message.get("PlaybackPositionTicks"), _TICKS),
        duration=seconds_of(message.get("RunTimeTicks"), _TICKS),
        is_completed=flag_of(message.get("PlayedToCompletion")),
        session=text_of(message.get("PlaySessionId")),
        at=instant_of(message.get("UtcTimestamp")) or instant_of(message.get("Timestamp")),
    )


def _toggled(name: str, message: Members) -> PlayerAction:
    if name != "UserDataSaved" or text_of(message.get("SaveReason")) != "TogglePlayed":
        return PlayerAction.OTHER
    return PlayerAction.MARK if flag_of(message.get("Played")) else PlayerAction.UNMARK
