"""A client of the change feed that keeps a copy, as `docs/change-feed.md` tells clients to."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.support.accounts import Person

CHANGES = "/api/v1/changes"
LATEST = f"{CHANGES}/latest"

Json = dict[str, Any]
Key = tuple[str, str]


@dataclass
class Copy:
    """What somebody has, by kind and id, as the feed tells it."""

    person: Person
    limit: int = 100
    cursor: str | None = None
    rows: dict[Key, Json] = field(default_factory=dict)
    seen: set[Key] = field(default_factory=set)
    pages: int = 0

    async def follow(self) -> None:
        """Read pages until there are no more."""
        while await self.read_page():
            pass

    async def read_page(self) -> bool:
        """Apply the next page. Return whether there are more."""
        page = await read(self.person, cursor=self.cursor, limit=self.limit)
        self.pages += 1
        for change in page["items"]:
            self._apply(change)
        if page["is_snapshot"] and not page["has_more"]:
            self.rows = {key: row for key, row in self.rows.items() if key in self.seen}
            self.seen.clear()
        self.cursor = page["next_cursor"]
        more: bool = page["has_more"]
        return more

    def restart(self) -> None:
        """Begin from the beginning, as after 410."""
        self.cursor = None
        self.seen.clear()

    def of(self, kind: str) -> dict[str, Json]:
        return {id_: row for (of_kind, id_), row in self.rows.items() if of_kind == kind}

    def _apply(self, change: Json) -> None:
        key = (change["kind"], change["id"])
        self.seen.add(key)
        if change["change"] == "delete":
            self.rows.pop(key, None)
        else:
            self.rows[key] = change["data"]


async def read(person: Person, **parameters: Any) -> Json:
    """Return a page of the feed."""
    response = await asked(person, **parameters)
    assert response.status_code == httpx.codes.OK, response.text
    page: Json = response.json()
    return page


async def asked(person: Person, path: str = CHANGES, **parameters: Any) -> httpx.Response:
    """Send a request to the feed, without the parameters that are None."""
    given = {name: value for name, value in parameters.items() if value is not None}
    return await person.http.get(path, params=given)


async def whole(person: Person) -> dict[Key, Json]:
    """Return what somebody has, as the lists of the API tell it."""
    rows: dict[Key, Json] = {}
    for kind, path in (
        ("watchlist", "/watchlist"),
        ("ratings", "/ratings"),
        ("reviews", "/reviews"),
        ("marks", "/marks"),
        ("tags", "/tags"),
    ):
        cursor: str | None = ""
        while cursor is not None:
            query = {"limit": "100"} | ({"cursor": cursor} if cursor else {})
            page = (await person.http.get(f"/api/v1{path}", params=query)).json()
            rows.update(((kind, item["id"]), item) for item in page["items"])
            cursor = page["next_cursor"]
    account = (await person.http.get("/api/v1/auth/me")).json()
    rows["settings", account["id"]] = account
    return rows
