"""The Python client of docs/change-feed.md, as it stands there, against a service of two processes."""

import json
import random
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.databases import SECRET, created_database
from tests.support.service import Service
from watchkeeper.configs.settings import PROJECT_ROOT

_CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)
_STATUSES = ("planned", "watching", "completed", "on_hold", "dropped")
_LISTS = {kind: f"/{kind}" for kind in ("watchlist", "plays", "ratings", "reviews", "lists")}


def client_of_the_page() -> Any:
    found = _CODE.search((PROJECT_ROOT / "docs" / "change-feed.md").read_text())
    assert found is not None
    assert len(found[1].splitlines()) <= 80
    names: dict[str, Any] = {}
    exec(found[1], names)
    return names["Copy"]


@pytest.fixture
def service(server_dsn: str, tmp_path: Path) -> Iterator[Service]:
    with created_database(server_dsn, "feed") as dsn:
        limits = {f"LIMITS__{kind}": "100000/minute" for kind in ("READS", "WRITES")}
        variables = {"DATABASE_URL": dsn, "AUTH__SECRET_KEY": SECRET, **limits}
        service = Service(tmp_path, tmp_path / "log", workers=2, variables=variables)
        try:
            service.wait_until_ready()
            yield service
        finally:
            service.end()


class Writer(threading.Thread):
    """Somebody who changes things at random, and reads nothing."""

    def __init__(self, service: Service, token: str, chance: random.Random) -> None:
        super().__init__()
        self.http = own_client(service, token)
        self._chance = chance
        self._operations: list[str] = []
        self.statuses: list[int] = []

    def run(self) -> None:
        with self.http:
            for place in range(40):
                self._act(place)

    def _act(self, place: int) -> None:
        media = {"source": "invented", "external_id": f"{place % 12}", "media_type": "movie", "title": "A film"}
        self._send("POST", "/watchlist", {"media": media, "status": "completed"})
        entries = self.http.get("/watchlist").json()["items"]
        if not entries:  # the other device was quicker
            return
        entry = self._chance.choice(entries)
        path, title_id = f"/watchlist/{entry['id']}", entry["title"]["id"]
        acts: list[tuple[str, str, Any]] = [
            ("DELETE", path, None),
            ("PATCH", path, {"status": self._chance.choice(_STATUSES)}),
            ("POST", "/ratings", {"title_id": title_id, "score": self._chance.randint(1, 5), "mark_completed": True}),
            ("POST", f"/titles/{title_id}/reviews", {"rating": 4, "body": f"Words, {place}."}),
            ("PATCH", "/auth/me", {"first_name": f"Name {place}"}),
            ("POST", "/plays", {"title_id": title_id, "watched_on": self._chance.choice(("2024-02-29", "1999", None))}),
            ("POST", "/watchlist/bulk", {"items": [self._bulk_item(one, place) for one in entries]}),
            ("POST", "/lists", {"name": f"List {place % 5}"}),
            *(("POST", f"/lists/{one['id']}/items", {"title_id": title_id}) for one in self._listed("lists")),
        ]
        self._send(*self._chance.choice(acts))
        for kind in ("ratings", "reviews", "plays", "lists"):
            there = self._listed(kind)
            if there and self._chance.random() < 0.2:
                self._send("DELETE", f"/{kind}/{there[0]['id']}", None)
        if self._operations and self._chance.random() < 0.4:
            operation_id = self._operations.pop(self._chance.randrange(len(self._operations)))
            self._send("POST", f"/operations/{operation_id}/undo", None)

    def _bulk_item(self, entry: dict[str, Any], place: int) -> dict[str, Any]:
        if self._chance.random() < 0.3:
            return {"action": "delete", "id": entry["id"]}
        return {"action": "patch", "id": entry["id"], "notes": f"Note {place}."}

    def _listed(self, kind: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.http.get(_LISTS[kind]).json()["items"]
        return items

    def _send(self, method: str, path: str, body: object) -> None:
        answer = self.http.request(method, path, json=body)
        self.statuses.append(answer.status_code)
        if "Operation-ID" in answer.headers:
            self._operations.append(answer.headers["Operation-ID"])
        elif path.endswith("/bulk") and answer.json()["operation_id"] is not None:
            self._operations.append(answer.json()["operation_id"])


def own_client(service: Service, token: str) -> httpx.Client:
    address = f"http://127.0.0.1:{service.port}/api/v1"
    return httpx.Client(base_url=address, headers={"Authorization": token}, timeout=60, verify=False)


def everything(http: httpx.Client) -> dict[tuple[str, str], Any]:
    """Return what somebody has, as the lists tell it."""
    rows = {(kind, one["id"]): own(one) for kind, path in _LISTS.items() for one in listed(http, path)}
    for list_id in [id_ for kind, id_ in rows if kind == "lists"]:
        rows |= {("list_items", one["id"]): own(one) for one in listed(http, f"/lists/{list_id}/items")}
    typed = [one["id"] for one in listed(http, "/titles") if one["visibility"] == "personal"]
    rows |= {("titles", id_): own(http.get(f"/titles/{id_}").json()) for id_ in typed}
    account = http.get("/auth/me").json()
    return rows | {("settings", account["id"]): account}


def own(resource: dict[str, Any]) -> dict[str, Any]:
    """Return a resource without what follows other resources and people: its title, and what its viewer has of it."""
    return {
        name: value for name, value in resource.items() if name not in ("title", "viewer", "rating", "reviews_count")
    }


def listed(http: httpx.Client, path: str) -> list[dict[str, Any]]:
    page = http.get(path, params={"limit": 100}).json()
    assert page["next_cursor"] is None
    items: list[dict[str, Any]] = page["items"]
    return items


def copied(path: Path) -> dict[tuple[str, str], Any]:
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT kind, id, data FROM copy").fetchall()
    return {(kind, id_): own(json.loads(data)) for kind, id_, data in rows}


@pytest.mark.long
def test_copies_of_the_documented_client_end_equal_to_the_server(service: Service, tmp_path: Path) -> None:
    copy_of = client_of_the_page()
    tokens = {name: service.sign_in(name) for name in ("ada", "alan")}
    writers = [
        Writer(service, token, random.Random(f"{name} {device}"))
        for name, token in tokens.items()
        for device in ("phone", "desk")
    ]
    for writer in writers:
        writer.start()
    rounds = 0
    while any(writer.is_alive() for writer in writers):
        rounds += 1
        for name, token in tokens.items():
            with own_client(service, token) as http, closing(copy_of(str(tmp_path / name), http)) as reader:
                reader.sync() if rounds % 2 else reader.read_page()  # or it ends in between, and another goes on
    for writer in writers:
        writer.join()

    assert rounds > 1
    assert {status for writer in writers for status in writer.statuses} <= {200, 201, 204, 404, 409}
    for name, token in tokens.items():
        with own_client(service, token) as http, closing(copy_of(str(tmp_path / name), http)) as reader:
            reader.sync()
            assert copied(tmp_path / name) == everything(http)
