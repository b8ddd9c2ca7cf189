"""Kodi, which has no webhooks of its own: an add-on sends what `Player.GetItem` and `Player.GetProperties` tell.

The names of members are those of Kodi's JSON-RPC (https://kodi.wiki/view/JSON-RPC_API/v13), `docs/media-servers.md`
documents the message. `uniqueid` has the ids of the item itself, `tvshow.uniqueid` those of the show.
"""

from watchkeeper.models.types.integrations.player_event import PlayerAction, PlayerEvent
from watchkeeper.repositories.integrations.adapters.event_members import (
    Members,
    flag_of,
    ids_of,
    instant_of,
    integer_of,
    members_of,
    number_of,
    numbers_of,
    text_of,
)

_ACTIONS = {
    "start": PlayerAction.PROGRESS,
    "pause": PlayerAction.PROGRESS,
    "resume": PlayerAction.PROGRESS,
    "progress": PlayerAction.PROGRESS,
    "stop": PlayerAction.STOP,
    "end": PlayerAction.STOP,
    "mark": PlayerAction.MARK,
    "unmark": PlayerAction.UNMARK,
}


def kodi_event(message: Members) -> PlayerEvent | None:
    name = text_of(message.get("event"))
    if name is None:
        return None
    item = members_of(message.get("item"))
    show = members_of(item.get("tvshow"))
    kind = text_of(item.get("type"))
    is_episode = kind == "episode"
    return PlayerEvent(
        action=_ACTIONS.get(name, PlayerAction.OTHER),
        person=text_of(message.get("user")),
        item_type=kind if kind in ("movie", "episode") else None,
        item_id=text_of(item.get("id")),
        series_id=text_of(item.get("tvshowid")),
        title=text_of(item.get("title")),
        series_title=text_of(item.get("showtitle")),
        year=integer_of(item.get("year")),
        season=integer_of(item.get("season")) if is_episode else None,
        numbers=numbers_of(item.get("episode"), item.get("episodeend")) if is_episode else (),
        ids=ids_of(members_of(item.get("uniqueid")).items()),
        series_ids=ids_of(members_of(show.get("uniqueid")).items()),
        position=number_of(message.get("time")),
        duration=number_of(message.get("totaltime")),
        is_completed=name == "end" or flag_of(message.get("end")),
        session=text_of(message.get("session")),
        at=instant_of(message.get("at")),
    )
