"""Somebody who watches all that hangs on Redis, while Redis is there, away, and back again."""

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import httpx

from tests.support.discovery import MOVIE
from tests.support.service import Service
from tests.support.standin import Standin

RECOVERY_SECONDS = 30.0
_ANSWERS_IN_A_ROW = 8
_GUESSES_A_MINUTE = 10  # the default of LIMITS__LOGIN_ACCOUNT
_TITLES, _WATCHLIST, _RATINGS = "/api/v1/titles", "/api/v1/watchlist", "/api/v1/ratings"
_MOVIE_AT_TMDB = "/3" + MOVIE.removeprefix("/api/v1").replace("movies", "movie")


class Witness:
    """An admin, whose titles everybody sees; asks over a new connection each time, so that all processes answer."""

    def __init__(self, name: str, service: Service, standin: Standin, *, workers: int) -> None:
        one_each = httpx.Limits(max_keepalive_connections=0)
        self._http = httpx.Client(
            base_url=f"http://127.0.0.1:{service.port}", timeout=RECOVERY_SECONDS, limits=one_each
        )
        self._service = service
        self._standin = standin
        self._workers = workers
        self._acts = 0
        self._name = name
        self._credentials = {"Authorization": service.log_in(name)}

    def require_shared(self) -> None:
        """See that uses are counted and answers of a provider kept in Redis, by every process."""
        self._wait_until_all("limits are counted", lambda: "ratelimit-remaining" in self._get(_WATCHLIST).headers)
        self._wait_until_all("answers of providers are kept", lambda: "age" in self._get(MOVIE).headers)

    def require_alone(self) -> None:
        """See that everything is answered without Redis: uses uncounted, and each question asked of the provider."""
        for _ in range(_ANSWERS_IN_A_ROW):
            assert "ratelimit-remaining" not in self._get(_WATCHLIST).headers, "uses are counted without Redis"
            assert "age" not in self._get(MOVIE).headers, "an answer of a provider is kept without Redis"

    def require_guesses_limited(self, *, counts: int) -> None:
        """Guess passwords: refused at last, though so many counts are kept beside each other."""
        name = self._new_name("guessed")
        self._service.sign_in(name)
        most = _GUESSES_A_MINUTE * counts
        answers = [self._guess(name) for _ in range(most + 1)]
        refused = [answer for answer in answers if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS]
        assert refused, f"{most + 1} wrong passwords were looked at"
        assert {answer.status_code for answer in answers} <= {HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS}
        assert int(refused[0].headers["retry-after"]) >= 1

    def require_figures_current(self) -> None:
        """Rate something new, and something else than before: everybody sees either at once."""
        title = self._new_name("title")
        made = self._write("POST", _TITLES, {"title": title, "media_type": "movie"}, HTTPStatus.CREATED)
        self._write("POST", _WATCHLIST, {"title_id": made["id"], "status": "completed"}, HTTPStatus.CREATED)
        address = f"{_TITLES}/{made['id']}"
        assert self._average(address) is None
        rating = self._write("POST", _RATINGS, {"title_id": made["id"], "score": 4}, HTTPStatus.CREATED)
        assert self._average(address) == 4, "figures are stale"
        self._write("PATCH", f"{_RATINGS}/{rating['id']}", {"score": 2.5}, HTTPStatus.OK)
        assert self._average(address) == 2.5, "figures are stale"

    def take_movie_away(self) -> None:
        """Let the provider know the movie no longer; see that it is gone for us."""
        self._standin.fails_with(HTTPStatus.NOT_FOUND, path=_MOVIE_AT_TMDB)
        for _ in range(_ANSWERS_IN_A_ROW):
            self._get(MOVIE, HTTPStatus.NOT_FOUND)

    def require_movie_gone(self) -> None:
        """See that nobody believes what was kept before, and bring the movie back.

        A process that never heard of it may show what is kept until one that did has told Redis.
        """
        if self._workers == 1:
            self._get(MOVIE, HTTPStatus.NOT_FOUND)
        gone = HTTPStatus.NOT_FOUND
        self._wait_until_all("nothing is stale", lambda: self._request("GET", MOVIE).status_code == gone)
        self._standin.recovers()
        self._wait_until_all("the movie is back", lambda: self._get(MOVIE).status_code == HTTPStatus.OK)

    def close(self) -> None:
        self._http.close()

    def _guess(self, name: str) -> httpx.Response:
        guess = {"username": name, "password": "not the password at all"}
        return self._http.post("/api/v1/auth/login", json=guess)

    def _average(self, address: str) -> float | None:
        answer = self._http.get(address)  # as a stranger: those answers are kept
        assert answer.status_code == HTTPStatus.OK, answer.text
        average: float | None = answer.json()["rating"]["average"]
        return average

    def _get(self, path: str, status: HTTPStatus = HTTPStatus.OK) -> httpx.Response:
        answer = self._request("GET", path)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text[:300]}"
        return answer

    def _write(self, method: str, path: str, body: dict[str, Any], status: HTTPStatus) -> dict[str, Any]:
        answer = self._request(method, path, json=body)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text[:300]}"
        content: dict[str, Any] = answer.json()
        return content

    def _request(self, method: str, path: str, **options: Any) -> httpx.Response:
        answer = self._http.request(method, path, headers=self._credentials, **options)
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, f"{path}: {answer.status_code} {answer.text}"
        return answer

    def _new_name(self, what: str) -> str:
        self._acts += 1
        return f"{what}-{self._acts}-of-{self._name}"

    def _wait_until_all(self, what: str, holds: Callable[[], bool]) -> None:
        """Wait until something holds many times in a row, and so for every process."""
        deadline = time.monotonic() + RECOVERY_SECONDS
        in_a_row = 0
        while in_a_row < _ANSWERS_IN_A_ROW:
            assert time.monotonic() < deadline, f"not within {RECOVERY_SECONDS} s: {what}"
            in_a_row = in_a_row + 1 if holds() else 0
            time.sleep(0.05)
