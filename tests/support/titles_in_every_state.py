"""Titles to which everything has happened that may have: shows, then films, each in its own way."""

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any
from uuid import UUID

import asyncpg

from tests.support.accounts import Person
from tests.support.plays import played, stored_episode
from tests.support.watchlist import added, stored_title

Json = dict[str, Any]

_MEDIA_TYPES = ("show", "movie")
_ENTRIES: Sequence[Json | None] = (
    None,
    {"status": "planned", "notes": "Soon", "tags": ["Diners"]},
    {"status": "watching", "started_on": "2020-01", "include_specials": True, "hidden_from": ["next_up"]},
    {"status": "completed"},
    {"status": "completed", "started_on": "2020-01-01", "finished_on": "2020-02"},
    {"status": "completed", "log_play": True, "watched_on": "2021-03-04"},
    {"status": "dropped"},
)
_HISTORIES: Sequence[Sequence[Json]] = (
    (),
    ({"watched_on": "2019-01-02", "score": 3, "note": "Once", "tags": ["Train"], "set_rating": True},),
    ({"watched_on": "2019-01-02"}, {"watched_on": None, "place": "Rialto"}),
)


async def titles_in_every_state(connection: asyncpg.Connection, person: Person, *, every: int = 1) -> list[UUID]:
    """Return titles in all states, or in every so manieth of them. Plays have keys of Trakt; shows are over."""
    states = list(product(_MEDIA_TYPES, _ENTRIES, _HISTORIES))[::every]
    return [await _in_state(connection, person, *state) for state in states]


async def _in_state(
    connection: asyncpg.Connection, person: Person, media_type: str, entry: Json | None, history: Sequence[Json]
) -> UUID:
    title_id = await stored_title(connection, media_type=media_type)
    is_show = media_type == "show"
    if is_show:
        await connection.execute("INSERT INTO episode_refreshes (title_id, airing) VALUES ($1, 'ended')", title_id)
    for number in (1, 2, 3) if is_show else ():
        await stored_episode(connection, title_id, 1, number, air_date=date(2015, 1, number))
    if entry is not None:
        await added(person, title_id, **entry)
    for number, play in enumerate(history, 1):
        episode = {"episode": {"season": 1, "number": number}} if is_show else {}
        await played(person, title_id, **episode, **play, source="trakt", source_key=f"{title_id} {number}")
    return title_id
