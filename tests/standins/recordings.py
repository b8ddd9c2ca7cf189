"""Recorded answers of TMDb, found by path and sorted query."""

import json
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "recordings"
Json = dict[str, Any]
Key = tuple[str, tuple[tuple[str, str], ...]]

_DEFAULTS = {
    "include_adult": "false",
    "include_video": "false",
    "language": "en-US",
    "page": "1",
    "sort_by": "popularity.desc",
}
_BARE = {
    "account_details": ("/3/account", {}),
    "discover_movies": ("/3/discover/movie", {"primary_release_year": "2023"}),
    "movies_watch_providers": ("/3/movie/550/watch/providers", {}),
    "movies_external_ids": ("/3/movie/550/external_ids", {}),
    "search_movie": ("/3/search/movie", {"query": "Fight Club"}),
    "search_multi": ("/3/search/multi", {"query": "Star Wars"}),
    "tv_series_details": ("/3/tv/1399", {}),
}
"""Files that hold an answer without the request that led to it."""

_APPENDED = (
    *("alternative_titles", "changes", "credits", "external_ids", "images", "keywords", "lists"),
    *("recommendations", "release_dates", "reviews", "similar", "translations", "videos", "watch/providers"),
)


def read(name: str) -> Any:
    """Return the JSON of one file below the folder of the recordings."""
    return json.loads((FOLDER / name).read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Recording:
    status: int
    body: Any


class Recordings:
    """Every recorded answer to a GET, and every movie and show that stands in one of their lists."""

    def __init__(self) -> None:
        self._answers: dict[Key, Recording] = {}
        self._items: dict[tuple[str, int], Json] = {}
        for file in sorted((FOLDER / "tmdb" / "recorded").glob("GET_*.json")):
            whole = read(f"tmdb/recorded/{file.name}")
            request, response = whole["request"], whole["response"]
            self._keep(request["path"], request["query"], Recording(response["status"], response["body"]))
        for name, (path, query) in _BARE.items():
            self._keep(path, query, Recording(200, read(f"tmdb/account_and_append/{name}.json")))
        self._keep_in_pieces(read("tmdb/account_and_append/movies_details_with_append_to_response.json"))
        for kind, file_name in (("movie", "account_favourite_movies"), ("tv", "account_favourite_tv")):
            self._keep_items(kind, read(f"tmdb/account_and_append/{file_name}.json"))

    def find(self, path: str, query: dict[str, str]) -> Recording | None:
        """Return what is recorded for the query, else for the default language, else, of discover, for any query."""
        found = self._answers.get(_key(path, query))
        if found is None and "language" in query:
            return self.find(path, {name: value for name, value in query.items() if name != "language"})
        if found is None and path.startswith("/3/discover/"):
            return self._answers.get(_key(path, {}))
        return found

    def searched(self, kind: str) -> list[str]:
        """Return the words for which a search of movies or shows ("movie", "tv") is recorded."""
        return sorted({dict(query)["query"] for path, query in self._answers if path == f"/3/search/{kind}"})

    def detailed(self, kind: str) -> list[int]:
        """Return the numbers of the movies or shows that are recorded in full."""
        found = {path.removeprefix(f"/3/{kind}/") for path, _ in self._answers if self._is_success(path)}
        return sorted(int(rest) for rest in found if rest.isdecimal())

    def item(self, kind: str, number: int) -> Json | None:
        """Return a movie or show ("movie", "tv") as it stands in lists."""
        return self._items.get((kind, number))

    def _is_success(self, path: str) -> bool:
        recorded = self.find(path, {})
        return recorded is not None and recorded.status == HTTPStatus.OK

    def _keep(self, path: str, query: dict[str, str], recording: Recording) -> None:
        self._answers[_key(path, query)] = recording
        kind = next((kind for kind in ("movie", "tv") if f"/{kind}" in path), "")
        if isinstance(recording.body, dict) and "genres" in recording.body and "id" in recording.body:
            self._keep_items(kind, {"results": [_as_item(recording.body)]})
        self._keep_items(kind, recording.body)

    def _keep_items(self, kind: str, body: Any) -> None:
        results = body.get("results") if isinstance(body, dict) else None
        for item in results if isinstance(results, list) else []:
            if "genre_ids" in item:
                self._items.setdefault((item.get("media_type", kind), item["id"]), item)

    def _keep_in_pieces(self, body: Json) -> None:
        """Keep details with what was appended to them as if each had been recorded on its own."""
        path = f"/3/movie/{body['id']}"
        for name in _APPENDED:
            self._keep(f"{path}/{name}", {}, Recording(200, body.pop(name)))
        del body["account_states"]
        self._keep(path, {}, Recording(200, body))


def _key(path: str, query: dict[str, str]) -> Key:
    members = {name: value.casefold() if name == "query" else value for name, value in query.items()}
    return path, tuple(sorted(pair for pair in members.items() if _DEFAULTS.get(pair[0]) != pair[1]))


def _as_item(details: Json) -> Json:
    left_out = ("genres", "belongs_to_collection", "spoken_languages", "seasons", "created_by", "networks", "runtime")
    item = {name: value for name, value in details.items() if name not in left_out and "production" not in name}
    return item | {"genre_ids": [genre["id"] for genre in details["genres"]]}


@cache
def recordings() -> Recordings:
    return Recordings()
