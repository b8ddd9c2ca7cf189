"""Details of TMDb, put together from what is recorded, as `append_to_response` asks."""

from typing import Any

from tests.standins.recordings import Json, recordings
from tests.standins.tmdb_seasons import season, seasons

_EMPTY: Json = {"videos": {"results": []}, "credits": {"cast": [], "crew": []}, "watch/providers": {"results": {}}}


def details(kind: str, number: int, query: dict[str, str]) -> Json | None:
    """Return a movie or show ("movie", "tv") in full, or None when no recording knows it."""
    language = {name: value for name, value in query.items() if name == "language"}
    recorded = recordings().find(f"/3/{kind}/{number}", language)
    if recorded is not None and recorded.status != 200:
        return None
    body = _from_list(kind, number) if recorded is None else dict(recorded.body)
    if body is None:
        return None
    for part in filter(None, query.get("append_to_response", "").split(",")):
        appended = _appended(f"/3/{kind}/{number}/{part}", part, language)
        body |= {} if appended is None else {part: appended}
    return body


def _appended(path: str, part: str, language: dict[str, str]) -> Any:
    recorded = recordings().find(path, language)
    if recorded is None and part.startswith("season/"):
        return season(int(path.split("/")[3]), part)
    if recorded is None:
        return _EMPTY.get(part)
    return {name: value for name, value in recorded.body.items() if name != "id"}


def _from_list(kind: str, number: int) -> Json | None:
    """Make up details of what is recorded in a list alone. Its runtime is nobody's but the stand-in's."""
    item = recordings().item(kind, number)
    if item is None:
        return None
    genres = recordings().find(f"/3/genre/{kind}/list", {})
    assert genres is not None
    wanted = item["genre_ids"]
    known = [genre for genre in genres.body["genres"] if genre["id"] in wanted]
    rest = {name: value for name, value in item.items() if name not in ("genre_ids", "media_type")}
    return rest | {"genres": known, "homepage": "", "status": "Released", "tagline": ""} | _length(kind, number)


def _length(kind: str, number: int) -> Json:
    if kind == "movie":
        return {"runtime": 80 + number % 60, "budget": 0, "revenue": 0, "imdb_id": None}
    return {"episode_run_time": [], "number_of_seasons": 1, "number_of_episodes": 10, "seasons": seasons(number)}
