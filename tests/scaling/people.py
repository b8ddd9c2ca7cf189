"""People who look for what they wrote wherever they can, right after they were told that it is there."""

import itertools
import threading
from typing import Any

import httpx

_SECONDS = 30.0
_PAUSE_SECONDS = 0.05
_LOOKS = 2
"""How often each address is asked: several processes stand behind it."""


class Doubter(threading.Thread):
    """Writes through one address after the other, and after each answer looks through all of them for what it wrote."""

    def __init__(self, addresses: list[str], authorization: str, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.faults: list[str] = []
        self.checks = 0
        self._plays = 0
        headers = {"Authorization": authorization}
        self._own = [httpx.Client(base_url=address, timeout=_SECONDS, headers=headers) for address in addresses]
        self._is_over = threading.Event()

    def run(self) -> None:
        for number, http in enumerate(itertools.cycle(self._own)):
            if self._is_over.wait(_PAUSE_SECONDS):
                return
            try:
                self._live(http, f"{self.name} {number}")
            except httpx.HTTPError as error:
                self.faults.append(f"{self.name}: {error!r}")

    def end(self) -> None:
        self._is_over.set()
        self.join()

    def _live(self, http: httpx.Client, title: str) -> None:
        """Add a title, rate it, change a note, take it off the list again, and believe nothing."""
        media = {"source": "invented", "external_id": title, "media_type": "movie", "title": title}
        entry = self._told(http.post("/api/v1/watchlist", json={"media": media, "status": "completed"}), 201)
        if entry is None:
            return
        path, title_id = f"/api/v1/watchlist/{entry['id']}", entry["title"]["id"]
        self._look(path, lambda seen: seen.get("id") == entry["id"], "an entry that was added")
        rating = self._told(http.post("/api/v1/ratings", json={"title_id": title_id, "score": 4}), 201)
        if rating is None:
            return
        self._look(path, lambda seen: seen.get("rating") == 4, "a rating")
        self._look(f"/api/v1/titles/{title_id}", lambda seen: seen["rating"]["count"] == 1, "figures")
        self._plays += self._log(http, path, title_id)
        changed = self._told(http.patch(path, json={"notes": title}, headers={"If-Match": "*"}), 200)
        if changed is None:
            return
        self._look("/api/v1/watchlist?limit=1&sort=-updated_at", lambda seen: _first_note(seen) == title, "a note")
        if self._told(http.delete(path, headers={"If-Match": "*"}), 204) is not None:
            self._look(path, lambda seen: seen.get("code") == "watch_entry_not_found", "that an entry is gone")

    def _log(self, http: httpx.Client, path: str, title_id: str) -> int:
        """Log a play, look for it in its entry and in the change feed, and return how many were logged."""
        play = self._told(http.post("/api/v1/plays", json={"title_id": title_id, "watched_on": "2012-05"}), 201)
        if play is None:
            return 0
        logged = self._plays + 1
        self._look(f"/api/v1/plays/{play['id']}", lambda seen: seen.get("precision") == "month", "a play")
        self._look(path, lambda seen: seen.get("last_watched_on") == "2012-05", "a play in its entry")
        latest = "/api/v1/changes/latest"
        self._look(latest, lambda seen: seen["areas"]["plays"]["count"] == logged, "a play in the change feed")
        return 1

    def _told(self, answer: httpx.Response, requested: int) -> Any:
        if answer.status_code == requested:
            return answer.json() if answer.content else {}
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            self.faults.append(f"{self.name}: {answer.request.method} {answer.url} {answer.status_code} {answer.text}")
        return None

    def _look(self, path: str, is_there: Any, what: str) -> None:
        for http in self._own * _LOOKS:
            answer = http.get(path)
            if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
                continue
            self.checks += 1
            if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR or not is_there(answer.json()):
                self.faults.append(f"{self.name} does not see {what} at {answer.url}: {answer.text[:200]}")


def _first_note(page: dict[str, Any]) -> str | None:
    items = page.get("items") or [{}]
    note: str | None = items[0].get("notes")
    return note


class Reader(threading.Thread):
    """Reads and never writes."""

    def __init__(self, address: str, authorization: str, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.faults: list[str] = []
        self.answers = 0
        self._http = httpx.Client(base_url=address, timeout=_SECONDS, headers={"Authorization": authorization})
        self._is_over = threading.Event()

    def run(self) -> None:
        while not self._is_over.wait(_PAUSE_SECONDS):
            try:
                answer = self._http.get("/api/v1/watchlist")
            except httpx.HTTPError as error:
                self.faults.append(f"{self.name}: {error!r}")
                continue
            self.answers += 1
            if answer.status_code not in (httpx.codes.OK, httpx.codes.SERVICE_UNAVAILABLE):
                self.faults.append(f"{self.name}: {answer.status_code} {answer.text[:200]}")

    def end(self) -> None:
        self._is_over.set()
        self.join()
