"""Plex webhooks: https://support.plex.tv/articles/115002267687-webhooks/ names the events and shows a message.

- `media.scrobble` comes at 90 percent, and also for what is marked as played; it does not say which.
- `Metadata.Guid` has the ids of the new agents. Those of the old agents stand in `guid`: of an episode, its show's.
- There is no session and no time of the message; `lastViewedAt` is that of a viewing before.
"""

import re

from watchkeeper.models.types.integrations.player_event import PlayerAction, PlayerEvent
from watchkeeper.repositories.integrations.adapters.event_members import (
    Members,
    ids_of,
    integer_of,
    members_of,
    numbers_of,
    seconds_of,
    text_of,
)

_ACTIONS = {
    "media.play": PlayerAction.PROGRESS,
    "media.pause": PlayerAction.PROGRESS,
    "media.resume": PlayerAction.PROGRESS,
    "media.stop": PlayerAction.STOP,
    "media.scrobble": PlayerAction.STOP,
}
_OLD_AGENT = re.compile(r"com\.plexapp\.agents\.(?P<agent>imdb|themoviedb|thetvdb)://(?P<id>[^/?]+)")
_OLD_SOURCES = {"imdb": "imdb", "themoviedb": "tmdb", "thetvdb": "tvdb"}
_MILLISECONDS = 1000


def plex_event(message: Members) -> PlayerEvent | None:
    name, item = text_of(message.get("event")), members_of(message.get("Metadata"))
    if name is None:
        return None
    kind = text_of(item.get("type"))
    is_episode = kind == "episode"
    guids = item.get("Guid") if isinstance(item.get("Guid"), list) else []
    own = ids_of((text_of(members_of(one).get("id")) or "").partition("://")[::2] for one in guids or [])
    old = _old_ids(item.get("guid"))
    return PlayerEvent(
        action=_ACTIONS.get(name, PlayerAction.OTHER),
        person=text_of(members_of(message.get("Account")).get("title")),
        item_type=kind if kind in ("movie", "episode") else None,
        item_id=text_of(item.get("ratingKey")),
        series_id=text_of(item.get("grandparentRatingKey")),
        title=text_of(item.get("title")),
        series_title=text_of(item.get("grandparentTitle")),
        year=integer_of(item.get("year")),
        season=integer_of(item.get("parentIndex")) if is_episode else None,
        numbers=numbers_of(item.get("index"), None) if is_episode else (),
        ids=own if is_episode else {**old, **own},
        series_ids=old if is_episode else {},
        position=seconds_of(item.get("viewOffset"), _MILLISECONDS),
        duration=seconds_of(item.get("duration"), _MILLISECONDS),
        is_completed=name == "media.scrobble",
    )


def _old_ids(guid: object) -> dict[str, str]:
    found = _OLD_AGENT.match(text_of(guid) or "")
    return ids_of([(_OLD_SOURCES[found["agent"]], found["id"])]) if found else {}
