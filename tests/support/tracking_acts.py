"""What a person may do with a handful of titles, at random, as a client sends it."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from tests.support.accounts import Person
from tests.support.imports import previewed, settled
from tests.support.tracking_model import Json, Rows

STATUSES = ("planned", "watching", "completed", "on_hold", "dropped")
ZONES = ("UTC", "Pacific/Honolulu", "Pacific/Kiritimati", "Europe/Berlin", "America/New_York")
SAYS_SO_ITSELF = {200, 201, 202, 204, 404, 409, 412, 422}
"""Statuses of what was done, or of what can't be done as things are."""

API = "/api/v1"

ANIME_ID = "5114"
ANIME_STATUSES = ("Watching", "Completed", "On-Hold", "Dropped", "Plan to Watch")
ANIME = f"""<myanimelist><anime><series_animedb_id>{ANIME_ID}</series_animedb_id><series_title>Anime</series_title>
<series_type>TV</series_type><my_watched_episodes>{{seen}}</my_watched_episodes><my_finish_date>{{day}}</my_finish_date>
<my_status>{{status}}</my_status></anime></myanimelist>"""


class Acts:
    """Does one thing after another. `operation_id` is that of the last one, if it can be undone."""

    def __init__(
        self, person: Person, chance: random.Random, titles: Sequence[UUID], episodes: Mapping[str, Sequence[Json]]
    ) -> None:
        self._person = person
        self._chance = chance
        self._titles = [str(one) for one in titles]
        self._episodes = episodes
        self._rows: Rows = {}
        self.zone = "UTC"
        self.operation_id: str | None = None
        self.said: list[str] = []
        self._imports: list[str] = []

    async def act(self, rows: Rows) -> str:
        """Do something to what there is, and return its name."""
        self._rows, self.operation_id = rows, None
        acts = [
            *[self.play] * 8, *[self.play_again, self.change_play, self.remove_play] * 2, *[self.add, self.change] * 3,
            self.date, *[self.rewatch, self.watch, self.unwatch] * 2, self.number, self.rate, self.take_rating_back,
            self.make_list, self.put_in_list, self.mark, self.rename_tag, self.remove_entry, self.move,
            *[self.bulk_of_plays, self.bulk_of_entries] * 2, self.bulk_of_ratings, self.bring_along,
            self.remove_tag, self.remove_list, self.take_out_of_list,
        ]  # fmt: skip
        chosen = self._chance.choice(acts)
        await chosen()
        return chosen.__name__

    async def undo(self, operation_id: str) -> Json:
        return (await self._send("POST", f"operations/{operation_id}/undo")).json()  # type: ignore[no-any-return]

    async def play(self) -> None:
        await self._send("POST", "plays", self._a_play(self._title()))

    async def play_again(self) -> None:
        if self._has("plays"):
            one = self._row("plays")
            await self._send("POST", "plays", self._a_play(one["title"]["id"]))

    async def change_play(self) -> None:
        if self._has("plays"):
            change: Json = {"watched_on": self._when(), "note": self._chance.choice(["n", None]), "tags": self._tags()}
            await self._send("PATCH", f"plays/{self._row('plays')['id']}", self._some_of(change))

    async def remove_play(self) -> None:
        if self._has("plays"):
            await self._send("DELETE", f"plays/{self._row('plays')['id']}")

    async def add(self) -> None:
        body = {"title_id": self._title(), "status": self._chance.choice(STATUSES), "tags": self._tags()}
        await self._send("POST", "watchlist", body | self._a_log())

    async def change(self) -> None:
        if self._has("watchlist"):
            members: Json = {"status": self._chance.choice(STATUSES), "tags": self._tags()}
            members |= {"include_specials": self._flip(), "hidden_from": self._chance.choice([[], ["next_up"]])}
            members |= self._a_log()
            method = self._chance.choice(["PATCH", "PUT"])
            body = members if method == "PUT" else self._some_of(members)
            await self._send(method, f"watchlist/{self._row('watchlist')['id']}", body)

    async def date(self) -> None:
        if self._has("watchlist"):
            dates = {"started_on": self._when(), "finished_on": self._when()}
            await self._send("PATCH", f"watchlist/{self._row('watchlist')['id']}", self._some_of(dates))

    async def remove_entry(self) -> None:
        if self._has("watchlist"):
            query = self._chance.choice(["", "?plays=delete"])
            await self._send("DELETE", f"watchlist/{self._row('watchlist')['id']}{query}")

    async def rewatch(self) -> None:
        if self._has("watchlist"):
            await self._send("POST", f"watchlist/{self._row('watchlist')['id']}/rewatch", {})

    async def watch(self) -> None:
        body = self._selection() | self._some_of({"again": True, "specials": True, "unaired": True}, chance=0.2)
        body["watched_on"] = self._chance.choice([self._when(), "air_date"])
        title = self._show()
        before = await self._send("POST", f"titles/{title}/watch", {**body, "dry_run": True})
        after = await self._send("POST", f"titles/{title}/watch", body)
        assert _outcome(before) == _outcome(after)

    async def unwatch(self) -> None:
        body = {**self._selection(), "plays": self._chance.choice(["last", "viewing", "all"])}
        await self._send("POST", f"titles/{self._show()}/unwatch", body)

    async def number(self) -> None:
        if self._has("watchlist"):
            body = {"seen": self._chance.randint(0, 6)}
            await self._send("PUT", f"watchlist/{self._row('watchlist')['id']}/progress", body)

    async def rate(self) -> None:
        body = {"title_id": self._title(), "score": self._chance.choice([1, 3.5, 5]), "mark_completed": self._flip()}
        await self._send("POST", "ratings", body)

    async def take_rating_back(self) -> None:
        if self._has("ratings"):
            await self._send("DELETE", f"ratings/{self._row('ratings')['id']}")

    async def make_list(self) -> None:
        await self._send("POST", "lists", {"name": f"List {self._chance.randint(0, 3)}"})

    async def put_in_list(self) -> None:
        if self._has("lists"):
            await self._send("POST", f"lists/{self._row('lists')['id']}/items", {"title_id": self._title()})

    async def mark(self) -> None:
        kind = self._chance.choice(["favorite", "not_interested"])
        method = self._chance.choice(["PUT", "DELETE"])
        await self._send(method, f"titles/{self._title()}/marks/{kind}", {} if method == "PUT" else None)

    async def remove_list(self) -> None:
        if self._has("lists"):
            await self._send("DELETE", f"lists/{self._row('lists')['id']}")

    async def take_out_of_list(self) -> None:
        if self._rows.get("list_items"):
            item = self._row("list_items")
            await self._send("DELETE", f"lists/{item['list_id']}/items/{item['id']}")

    async def remove_tag(self) -> None:
        if self._has("tags"):
            await self._send("DELETE", f"tags/{self._row('tags')['id']}")

    async def rename_tag(self) -> None:
        if self._has("tags"):
            await self._send("PATCH", f"tags/{self._row('tags')['id']}", {"name": self._chance.choice("xyzXY")})

    async def move(self) -> None:
        self.zone = self._chance.choice(ZONES)
        await self._send("PATCH", "auth/me", {"time_zone": self.zone})

    async def bulk_of_plays(self) -> None:
        items = [{"action": "create", **self._a_play(self._title(), is_bulk=True)} for _ in range(3)]
        items += [{"action": "delete", "id": self._row("plays")["id"]} for _ in range(2) if self._has("plays")]
        await self._bulk("plays", items)

    async def bulk_of_entries(self) -> None:
        titles = self._chance.sample(self._titles, 3)
        items: list[Json] = [
            {"action": "put", "title_id": one, "status": self._chance.choice(STATUSES)} for one in titles
        ]
        items.append({"action": "delete", "title_id": self._title()})
        await self._bulk("watchlist", items)

    async def bulk_of_ratings(self) -> None:
        titles = self._chance.sample(self._titles, 3)
        items: list[Json] = [
            {"action": "put", "title_id": one, "score": self._chance.randint(1, 5), "mark_completed": self._flip()}
            for one in titles
        ]
        items.append({"action": "delete", "title_id": self._title()})
        await self._bulk("ratings", items)

    async def bring_along(self) -> None:
        """Import ratings and days of two films, or a number of episodes, of titles that the catalogue has."""
        day = f"2019-0{self._chance.randint(1, 9)}-11"
        rows = [f"{day},Film {number},1990,,{self._chance.randint(1, 5)}\n" for number in (0, 1)]
        films = "Date,Name,Year,Letterboxd URI,Rating\n" + "".join(rows)
        anime = ANIME.format(seen=self._chance.randint(0, 6), status=self._chance.choice(ANIME_STATUSES), day=day)
        brought = await previewed(self._person, self._chance.choice([films, anime]))
        await self._import(brought["id"], "commit", {"undecided": "skip"}, "committed")
        self._imports.append(brought["id"])

    async def roll_back(self) -> None:
        """Take an import back."""
        if self._imports:
            chosen = self._imports.pop(self._chance.randrange(len(self._imports)))
            await self._import(chosen, "rollback", None, "rolled_back")

    async def _import(self, import_id: str, act: str, body: Json | None, state: str) -> None:
        answer = await self._send("POST", f"imports/{import_id}/{act}", body)
        assert answer.status_code == httpx.codes.ACCEPTED, answer.text
        shown = await settled(self._person, import_id)
        self.said.append(f"{act} of {shown['source']}: {shown['counts']}")
        assert shown["state"] == state

    async def _bulk(self, what: str, items: Sequence[Json]) -> None:
        answer = await self._send("POST", f"{what}/bulk", {"items": items, "atomic": self._flip()})
        if answer.status_code == httpx.codes.OK:
            assert sum(answer.json()["counts"].values()) == len(items)

    async def _send(self, method: str, path: str, body: Json | None = None) -> httpx.Response:
        answer = await self._person.http.request(method, f"{API}/{path}", json=body)
        self.said.append(f"{method} {path} {body} {answer.status_code}")
        assert answer.status_code in SAYS_SO_ITSELF, answer.text
        body_of = answer.json() if answer.content else {}
        self.operation_id = answer.headers.get("Operation-ID") or body_of.get("operation_id")
        return answer

    def _a_play(self, title: str, *, is_bulk: bool = False) -> Json:
        body: Json = {"title_id": title}
        if title in self._episodes and self._chance.random() < 0.9:
            known = self._episodes[title]
            body = {"episode_id": self._chance.choice(known)["id"]} if known else {**body, "episode": _UNKNOWN}
        body["watched_on"] = self._when()
        body |= self._some_of({"score": self._chance.randint(1, 5), "set_rating": self._flip()}, chance=0.1)
        return body if is_bulk else body | self._some_of({"tags": self._tags(), "status": "keep"}, chance=0.2)

    def _a_log(self) -> Json:
        """Return what logs a play with an entry, now and then."""
        return {"log_play": True, "watched_on": self._when()} if self._chance.random() < 0.15 else {}

    def _selection(self) -> Json:
        return self._chance.choice([{"all": True}, {"season": self._chance.randint(0, 2)}, {"up_to": _SECOND}])

    def _when(self) -> str | None:
        """Return a time as well as it is known: an instant, a day, a month, a year, or not at all."""
        ago = datetime.now(UTC) - timedelta(minutes=self._chance.randint(0, 900_000))
        year = self._chance.randint(1990, 2025)
        known = [ago.isoformat(), str(ago.date()), f"{year}-0{self._chance.randint(1, 9)}", str(year), None]
        return self._chance.choice(known)

    def _tags(self) -> list[str]:
        return self._chance.sample("xyZ", self._chance.randint(0, 2))

    def _title(self) -> str:
        return self._chance.choice(self._titles)

    def _show(self) -> str:
        return self._chance.choice([one for one, known in self._episodes.items() if known])

    def _has(self, kind: str) -> bool:
        return bool(self._rows[kind])

    def _row(self, kind: str) -> Json:
        return self._chance.choice([*self._rows[kind].values()])

    def _flip(self) -> bool:
        return self._chance.random() < 0.5

    def _some_of(self, members: Json, *, chance: float = 0.6) -> Json:
        return {name: value for name, value in members.items() if self._chance.random() < chance}


_SECOND = {"episode": {"season": 1, "number": 2}}
_UNKNOWN = {"season": 1, "number": 1}


def _outcome(answer: httpx.Response) -> Any:
    """Return what a request to watch does, without the ids that it makes."""
    if answer.is_error:
        return answer.json()["code"]
    report = answer.json()
    return report["added"], report["skipped"], [(one["episode_id"], one["result"]) for one in report["items"]]
