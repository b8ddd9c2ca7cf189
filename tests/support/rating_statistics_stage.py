"""A service of its own, driven from tests that are not async: in its own database, on its own event loop."""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, Self, TypeVar
from uuid import UUID

import asyncpg
import httpx
from fastapi import FastAPI

from tests.support.accounts import Accounts, Person
from tests.support.databases import SECRET, test_settings
from tests.support.feedback import RATINGS, REVIEWS, TITLES, reviews_of
from tests.support.rating_statistics_acts import NEW, Act
from tests.support.rating_statistics_model import Json, Model, Review
from tests.support.watchlist import WATCHLIST, stored_title
from watchkeeper.configs.application import create_application

Result = TypeVar("Result")

_RATED_TITLES = ("Alien", "Brazil", "Cats")
_FIRST_REFRESH = "SELECT count(*) FROM rating_prior"
_EMPTY = (
    "DELETE FROM reviews; DELETE FROM ratings; DELETE FROM watch_entries; DELETE FROM title_figures;"
    "DELETE FROM titles; UPDATE rating_prior SET mean = NULL"
)


class FiguresStage:
    """People, titles and the service between them. Use it as a context manager; `reset` begins anew."""

    cast: list[Person]

    def __init__(self, dsn: str, people: int) -> None:
        self._dsn = dsn
        self._people = people
        # With a factory of its own the runner leaves the event loop of the other tests alone.
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self._application: FastAPI = create_application(test_settings(), secret=SECRET, dsn=dsn)
        self._lifespan = self._application.router.lifespan_context(self._application)

    def __enter__(self) -> Self:
        self._run(self._open())
        return self

    def __exit__(self, *failure: object) -> None:
        del failure
        self._run(self._close())
        self._runner.close()

    def reset(self) -> Model:
        """Take away everything but the people, and return the model of what is there then."""
        return self._run(self._reset())

    def perform(self, *acts: Act) -> None:
        """Do all at once, and bring the model along; every answer must be what the act says."""
        answers = self._run(self._all(self._send(act) for act in acts))
        for act, answer in zip(acts, answers, strict=True):
            body = answer.json() if answer.content else {}
            assert (answer.status_code, body.get("code")) == act.outcome, f"{act}\n{answer.text}"
            if answer.is_success:
                act.change(body)

    def leave(self, who: int, act: Act) -> None:
        """Have somebody's account deleted; somebody new takes the place."""
        self.perform(act)
        self.cast[who] = self._run(self._accounts.person())

    def recount(self) -> int:
        """Count everything anew, and return how many figures were wrong."""
        logic = self._application.state.container.rating_statistics_logic()
        return len(self._run(logic.recount()).differences)

    def compare(self, model: Model) -> None:
        """Read everything that anybody sees, and require it to be what the model says."""
        self._run(self._compare(model))

    def account(self, who: int) -> str:
        return f"/api/v1/users/{self.cast[who].id}"

    def _run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self._runner.run(work)

    async def _open(self) -> None:
        await self._lifespan.__aenter__()
        self._connection = await asyncpg.connect(self._dsn)
        self._accounts = Accounts(self._application)
        self._anybody = httpx.AsyncClient(
            transport=httpx.ASGITransport(self._application), base_url="http://watchkeeper.test"
        )
        self.cast = [await self._accounts.admin(), *[await self._accounts.person() for _ in range(1, self._people)]]
        async with asyncio.timeout(10):  # the refresh of the start; the next is an hour away
            while not await self._connection.fetchval(_FIRST_REFRESH):  # noqa: ASYNC110 - nobody tells of it
                await asyncio.sleep(0.01)

    async def _close(self) -> None:
        await self._connection.close()
        await self._lifespan.__aexit__(None, None, None)

    async def _reset(self) -> Model:
        await self._connection.execute(_EMPTY)
        return Model(self._people, [await stored_title(self._connection, title) for title in _RATED_TITLES])

    async def _send(self, act: Act) -> httpx.Response:
        return await self.cast[act.who].http.request(act.method, act.address, json=act.body)

    @staticmethod
    async def _all(work: Iterable[Coroutine[Any, Any, Result]]) -> list[Result]:
        return list(await asyncio.gather(*work))

    async def _compare(self, model: Model) -> None:
        for who in range(self._people):
            await self._compare_own(model, who)
        assert await self._catalogue(self._anybody) == model.catalogue(None)
        for what, title in enumerate(model.titles):
            reader = self._anybody if model.is_active[what] else self.cast[0].http
            assert await self._reviews(reader, title) == model.reviews(what)
            if not model.is_active[what]:
                assert (await self._anybody.get(f"{TITLES}/{title}")).status_code == 404

    async def _compare_own(self, model: Model, who: int) -> None:
        http = self.cast[who].http
        entries = await _items(http, WATCHLIST)
        ratings = await _items(http, RATINGS)
        _learn(model, who, entries, ratings)
        assert {
            item["title"]["id"]: (item["id"], item["status"], item["rating"], item["title"]["average_rating"])
            for item in entries
        } == model.watchlist(who)
        assert {
            item["title"]["id"]: (item["id"], item["score"], item["title"]["average_rating"]) for item in ratings
        } == model.ratings(who)
        assert {
            item["title_id"]: (item["id"], item["rating"], item["body"]) for item in await _items(http, REVIEWS)
        } == model.own_reviews(who)
        assert await self._catalogue(http) == model.catalogue(who)

    async def _catalogue(self, http: httpx.AsyncClient) -> Json:
        return {
            item["id"]: {
                "rating": item["rating"],
                "reviews_count": item["reviews_count"],
                "viewer": item.get("viewer"),
            }
            for item in await _items(http, TITLES)
        }

    async def _reviews(self, http: httpx.AsyncClient, title: UUID) -> dict[int, Review]:
        numbers = {str(person.id): who for who, person in enumerate(self.cast)}
        return {
            numbers[item["author"]["id"]]: (item["id"], item["rating"], item["body"])
            for item in await _items(http, reviews_of(title))
        }


def _learn(model: Model, who: int, entries: list[Json], ratings: list[Json]) -> None:
    """Enter the ids of rows that were made beside what was asked for, which no answer has told."""
    entry_ids = {item["title"]["id"]: item["id"] for item in entries}
    rating_ids = {item["title"]["id"]: item["id"] for item in ratings}
    for what, title in enumerate(model.titles):
        tie = model.ties[who, what]
        if tie.entry is NEW:
            tie.entry = entry_ids[str(title)]
        if tie.rating is NEW:
            tie.rating = rating_ids[str(title)]


async def _items(http: httpx.AsyncClient, address: str) -> list[Json]:
    answer = await http.get(address, params={"limit": 100})
    assert answer.status_code == 200, answer.text
    document: Json = answer.json()
    assert document["next_cursor"] is None
    items: list[Json] = document["items"]
    return items
