"""Emby's webhooks, as https://emby.media/support/articles/Webhooks.html describes them.

- `Item.ProviderIds` are the ids of the item itself: of an episode its own.
- `PlaybackInfo.PlayedToCompletion` stands in `playback.stop` alone.
"""

from watchkeeper.models.types.integrations.player_event import PlayerAction, PlayerEvent
from watchkeeper.repositories.integrations.adapters.event_members import (
    Members,
    flag_of,
    ids_of,
    instant_of,
    integer_of,
    members_of,
    numbers_of,
    seconds_of,
    text_of,
)

_TICKS = 10_000_000
_TYPES = {"Movie": "movie", "Episode": "episode"}
_ACTIONS = {
    "playback.start": PlayerAction.PROGRESS,
    "playback.pause": PlayerAction.PROGRESS,
    "playback.unpause": PlayerAction.PROGRESS,
    "playback.stop": PlayerAction.STOP,
    "item.markplayed": PlayerAction.MARK,
    "item.markunplayed": PlayerAction.UNMARK,
}


def emby_event(message: Members) -> PlayerEvent | None:
    name = text_of(message.get("Event"))
    if name is None:
        return None
    item, played = members_of(message.get("Item")), members_of(message.get("PlaybackInfo"))
    kind = _TYPES.get(text_of(item.get("Type")) or "")
    is_episode = kind == "episode"
    session = members_of(message.get("Session"))
    return PlayerEvent(
        action=_ACTIONS.get(name, PlayerAction.OTHER),
        person=text_of(members_of(message.get("User")).get("Name")),
        item_type=kind,
        item_id=text_of(item.get("Id")),
        series_id=text_of(item.get("SeriesId")),
        title=text_of(item.get("Name")),
        series_title=text_of(item.get("SeriesName")),
        year=integer_of(item.get("ProductionYear")),
        season=integer_of(item.get("ParentIndexNumber")) if is_episode else None,
        numbers=numbers_of(item.get("IndexNumber"), item.get("IndexNumberEnd")) if is_episode else (),
        ids=ids_of(members_of(item.get("ProviderIds")).items()),
        position=seconds_of(played.get("PositionTicks"), _TICKS),
        duration=seconds_of(item.get("RunTimeTicks"), _TICKS),
        is_completed=flag_of(played.get("PlayedToCompletion")),
        session=text_of(played.get("PlaySessionId")) or text_of(session.get("PlaySessionId")),
        at=instant_of(message.get("Date")),
    )
