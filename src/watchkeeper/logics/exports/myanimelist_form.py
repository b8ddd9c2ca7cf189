"""The form of MyAnimeList: the anime of the watchlist that have an id there."""

import re
from collections.abc import AsyncIterator, Mapping
from typing import Final
from uuid import UUID
from xml.sax.saxutils import escape

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.exports.export import ExportedEntry
from watchkeeper.models.types.watchlist.viewing_state import ViewingState
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.repositories.exports.export_repository import ExportRepository

Fields = Mapping[str, str | int | None]

_STATUSES: Final = {
    WatchStatus.PLANNED: "Plan to Watch",
    WatchStatus.WATCHING: "Watching",
    WatchStatus.COMPLETED: "Completed",
    WatchStatus.ON_HOLD: "On-Hold",
    WatchStatus.DROPPED: "Dropped",
}
_UNKNOWN_DAY: Final = "0000-00-00"
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


async def myanimelist_form(exports: ExportRepository, user_id: UUID) -> AsyncIterator[bytes]:
    """Yield the pieces of the file."""
    account = await exports.account(user_id)
    about: Fields = {"user_id": 0, "user_name": account.username, "user_export_type": 1}
    yield f'<?xml version="1.0" encoding="UTF-8" ?>\n<myanimelist>\n{_element("myinfo", about)}'.encode()
    async for entry in exports.entries(user_id):
        if entry.title.media_type == MediaType.ANIME and "mal" in entry.title.external_ids:
            yield _element("anime", _fields(entry)).encode()
    yield b"</myanimelist>\n"


def _fields(entry: ExportedEntry) -> Fields:
    viewing = entry.viewings[-1] if entry.viewings else None
    is_completed = entry.status == WatchStatus.COMPLETED
    finished = sum(one.state == ViewingState.FINISHED for one in entry.viewings)
    times = max(finished, entry.whole_plays, int(is_completed))
    return {
        "series_animedb_id": entry.title.external_ids["mal"],
        "series_title": entry.title.title,
        "series_type": "Unknown",
        "series_episodes": 0,
        "my_id": 0,
        "my_watched_episodes": 0 if viewing is None else max(viewing.seen_count, viewing.stated_count or 0),
        "my_start_date": _day(None if viewing is None else viewing.started_on),
        "my_finish_date": _day(None if viewing is None else viewing.finished_on),
        "my_rated": "",
        "my_score": 0 if entry.rating is None else round(entry.rating.score * 2),
        "my_storage": "",
        "my_status": _STATUSES[WatchStatus(entry.status)],
        "my_comments": entry.notes,
        "my_times_watched": times - is_completed,
        "my_rewatch_value": "",
        "my_tags": ", ".join(tag.replace(",", " ") for tag in entry.tags),
        "my_rewatching": 0,
        "my_rewatching_ep": 0,
        "update_on_import": 1,
    }


def _day(when: str | None) -> str:
    """Return a day; what is not known of it is zero."""
    known = (when or "")[: len(_UNKNOWN_DAY)]
    return known + _UNKNOWN_DAY[len(known) :]


def _element(name: str, fields: Fields) -> str:
    lines = "".join(f"    <{field}>{_text(value)}</{field}>\n" for field, value in fields.items())
    return f"  <{name}>\n{lines}  </{name}>\n"


def _text(value: str | int | None) -> str:
    return escape(_NO_XML.sub("", str("" if value is None else value)), {"\r": "&#13;"})
