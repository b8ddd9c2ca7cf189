"""What tests and features tell the stand-in for the metadata providers, and ask of it."""

from typing import Any

import httpx

from tests.standins.application import token_digest


class Standin:
    """A running stand-in. Without `path` a misbehaviour concerns every call, without `times` it lasts until
    `recovers` or `reset`.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.tmdb = address
        self.anilist = f"{address}/anilist"
        self.consumet = f"{address}/consumet"
        self.tvmaze = f"{address}/tvmaze"
        self._http = httpx.Client(base_url=address, timeout=10, verify=False)

    def fails_with(
        self, status: int, *, path: str = "", times: int | None = None, retry_after: str | None = None, body: Any = None
    ) -> None:
        """Answer with an error; the body is TMDb's for that status unless one is given."""
        headers = {} if retry_after is None else {"Retry-After": retry_after}
        self._rule("status", path, times, status=status, headers=headers, body=body)

    def is_busy(self, *, retry_after: str = "7", path: str = "", times: int | None = None) -> None:
        self.fails_with(429, path=path, times=times, retry_after=retry_after)

    def is_slow(self, seconds: float, *, path: str = "", times: int | None = None) -> None:
        """Answer properly, but only after so many seconds."""
        self._rule("normal", path, times, seconds=seconds)

    def drips(self, *, path: str = "", times: int | None = None) -> None:
        """Send the headers at once, and the body at five bytes a second."""
        self._rule("drip", path, times)

    def breaks_off(self, *, path: str = "", times: int | None = None) -> None:
        """Send half the body, and close the connection."""
        self._rule("truncated", path, times)

    def answers_garbage(self, *, path: str = "", times: int | None = None) -> None:
        """Answer 200 with a page of HTML."""
        self._rule("garbage", path, times)

    def answers_nothing(self, *, path: str = "", times: int | None = None) -> None:
        """Answer 200 with an empty body."""
        self._rule("empty", path, times)

    def answers(self, body: Any, *, status: int = 200, path: str = "", times: int | None = None) -> None:
        """Answer with this JSON."""
        self._rule("body", path, times, body=body, status=status)

    def answers_hugely(self, size: int, *, path: str = "", times: int | None = None) -> None:
        """Answer with a JSON text of at least so many bytes, in chunks, of unknown length."""
        self._rule("huge", path, times, size=size)

    def hangs_up(self, *, path: str = "", times: int | None = None) -> None:
        """Close the connection without an answer."""
        self._rule("close", path, times)

    def redirects(self, location: str = "/elsewhere", *, path: str = "", times: int | None = None) -> None:
        self._rule("redirect", path, times, location=location)

    def holds(self, *, path: str = "", times: int | None = None) -> None:
        """Keep callers waiting until `recovers`, then answer them properly."""
        self._rule("hold", path, times)

    def recovers(self) -> None:
        """Behave again; calls and favourites stay known."""
        self._post("/_recover", {})

    def keeps_accounts_private(self) -> None:
        """Let a token read the favourites of the account it owns alone."""
        self._post("/_accounts", {"readable_by_everyone": False})

    def reset(self) -> None:
        """Behave again, and forget calls and favourites."""
        self._post("/_reset", {})

    def calls(self, path: str | None = None, *, below: str = "") -> list[dict[str, Any]]:
        """Return the calls so far: of exactly this path, or of all below another."""
        answer = self._http.get("/_calls")
        answer.raise_for_status()
        known: list[dict[str, Any]] = answer.json()
        return [call for call in known if path in (None, call["path"]) and call["path"].startswith(below)]

    def close(self) -> None:
        self._http.close()

    def _rule(self, kind: str, path: str, times: int | None, **members: Any) -> None:
        self._post("/_control", {"kind": kind, "path": path, "times": times, **members})

    def _post(self, path: str, body: dict[str, Any]) -> None:
        self._http.post(path, json=body).raise_for_status()


__all__ = ["Standin", "token_digest"]
