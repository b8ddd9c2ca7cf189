"""People who write while things fall down, and the ledger of what the service has acknowledged."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

BOUND_SECONDS = 20.0
"""Whatever happens, an answer takes no longer."""

_PAUSE_SECONDS = 0.02
_WRITTEN = httpx.codes.CREATED


@dataclass
class Ledger:
    """What one person was promised, by the names of the titles, and what should not have happened."""

    entries: dict[str, str] = field(default_factory=dict)
    """Titles that are in the watchlist, with the id of the entry, or nothing where an answer was lost."""
    ratings: dict[str, float] = field(default_factory=dict)
    plays: set[str] = field(default_factory=set)
    """Titles of which a play was logged."""
    unknown: set[str] = field(default_factory=set)
    """Titles of which nobody has said whether they are there: the last answer was lost."""
    faults: list[str] = field(default_factory=list)
    refused: int = 0
    lost: int = 0


class Writer(threading.Thread):
    """Somebody who adds titles, rates them and logs plays of them, one after the other, and repeats what was not
    answered."""

    def __init__(self, address: str, authorization: str, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.ledger = Ledger()
        self._http = httpx.Client(
            base_url=address, timeout=BOUND_SECONDS, headers={"Authorization": authorization}, verify=False
        )
        self._is_over = threading.Event()

    def run(self) -> None:
        number = 0
        while not self._is_over.wait(_PAUSE_SECONDS):
            number += 1
            self._write(f"{self.name} {number}", score=1 + number % 9 / 2)

    def end(self) -> None:
        """Let it finish what it does, and wait for that."""
        self._is_over.set()
        self.join()

    def abandon(self) -> None:
        """Let it stop whenever it next can, without waiting."""
        self._is_over.set()
        self._http.close()

    def kept(self, path: str = "/api/v1/watchlist") -> dict[str, list[dict[str, Any]]]:
        """Return the entries, or the plays, that are really there, by the names of their titles."""
        found: dict[str, list[dict[str, Any]]] = {}
        cursor: str | None = None
        while True:
            query = {"limit": "100"} | ({"cursor": cursor} if cursor else {})
            page = self._http.get(path, params=query).json()
            for one in page["items"]:
                found.setdefault(one["title"]["title"], []).append(one)
            cursor = page["next_cursor"]
            if cursor is None:
                return found

    def copied(self) -> dict[str, dict[str, Any]]:
        """Return what a client has that reads the change feed from the beginning, and nothing else, by id."""
        copy: dict[str, dict[str, Any]] = {}
        query = {"limit": "500"}
        while True:
            page = self._http.get("/api/v1/changes", params=query).json()
            for one in page["items"]:
                if one["change"] == "delete":
                    copy.pop(one["id"], None)
                elif one["kind"] in ("watchlist", "plays"):
                    copy[one["id"]] = one["data"]
            if not page["has_more"]:
                return copy
            query["cursor"] = page["next_cursor"]

    def differences(self) -> list[str]:
        """Return what is missing, twice, or there without anybody having asked for it, here or in the change feed."""
        plays = self.kept("/api/v1/plays")
        found = [f"lost play: {title}" for title in self.ledger.plays if title not in plays]
        found += [f"played twice: {title}" for title, those in plays.items() if len(those) > 1]
        return found + self._differences_of_entries(plays)

    def _differences_of_entries(self, plays: dict[str, list[dict[str, Any]]]) -> list[str]:
        kept, ledger = self.kept(), self.ledger
        missing = [f"lost entry: {title}" for title in ledger.entries if title not in kept]
        twice = [f"twice: {title}" for title, entries in kept.items() if len(entries) > 1]
        never = [
            f"never acknowledged: {title}" for title in kept if title not in ledger.entries.keys() | ledger.unknown
        ]
        scores = {title: entries[0]["rating"] for title, entries in kept.items()}
        wrong = [
            f"lost rating: {title}, {score}, is {scores.get(title)}"
            for title, score in ledger.ratings.items()
            if scores.get(title) != score
        ]
        rows = {one["id"]: one for those in (*kept.values(), *plays.values()) for one in those}
        copied = self.copied()
        unlike = [
            f"the feed has it otherwise: {id_}" for id_ in rows.keys() | copied if rows.get(id_) != copied.get(id_)
        ]
        return missing + twice + never + wrong + unlike

    def _write(self, title: str, score: float) -> None:
        media = {"source": "invented", "external_id": title, "media_type": "movie", "title": title}
        self.ledger.unknown.add(title)
        answer = self._send(title, "/api/v1/watchlist", {"media": media, "status": "completed"}, "already_in_watchlist")
        if answer is None:
            return
        self.ledger.unknown.discard(title)
        self.ledger.entries[title] = answer.json().get("id", "")
        if answer.status_code != _WRITTEN:
            return
        rating = {"title_id": answer.json()["title"]["id"], "score": score}
        if self._send(title, "/api/v1/ratings", rating, "already_rated") is not None:
            self.ledger.ratings[title] = score
        play = {"title_id": rating["title_id"], "watched_on": None, "source": "invented", "source_key": title}
        if self._send(title, "/api/v1/plays", play, "") is not None:
            self.ledger.plays.add(title)

    def _send(self, title: str, path: str, body: dict[str, Any], repeated: str) -> httpx.Response | None:
        """Send it until it is answered; `repeated` is the refusal that says that an earlier attempt had its effect."""
        key = {"Idempotency-Key": f"{path}-{title}".replace(" ", "-").replace("/", "-")}
        was_sent_before = False
        while not (self._is_over.is_set() and was_sent_before):
            answer = self._attempt(path, body, key)
            if answer is not None and answer.is_success:  # 200 of a play that an earlier attempt has logged
                return answer
            if answer is not None and answer.status_code == httpx.codes.CONFLICT:
                return self._repeated(answer, repeated, was_sent_before=was_sent_before)
            if answer is not None and not self._is_honest_refusal(answer):
                return None
            was_sent_before = True
            time.sleep(0.05)
        return None

    def _attempt(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> httpx.Response | None:
        try:
            return self._http.post(path, json=body, headers=headers)
        except httpx.TimeoutException:
            self.ledger.faults.append(f"{path}: no answer within {BOUND_SECONDS} s")
        except httpx.TransportError:
            self.ledger.lost += 1
        return None

    def _repeated(self, answer: httpx.Response, repeated: str, *, was_sent_before: bool) -> httpx.Response | None:
        code = answer.json().get("code")
        if code == repeated and was_sent_before:
            return answer
        if code != repeated and was_sent_before:  # the first attempt is still under way
            return None
        self.ledger.faults.append(f"refused at the first attempt: {answer.text}")
        return None

    def _is_honest_refusal(self, answer: httpx.Response) -> bool:
        is_busy = answer.status_code in (httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.TOO_MANY_REQUESTS)
        is_problem = answer.headers.get("content-type") == "application/problem+json"
        if is_busy and is_problem and int(answer.headers.get("retry-after", "0")) >= 1:
            self.ledger.refused += 1
            return True
        self.ledger.faults.append(f"{answer.status_code}: {answer.text[:300]}")
        return False
