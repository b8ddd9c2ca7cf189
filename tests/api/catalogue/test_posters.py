"""Posters come from this service: it fetches each once, from the hosts that it knows, and waits for nobody long."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.problems import problem_of
from watchkeeper.configs.container import Container
from watchkeeper.models.types.catalogue.picture import Picture, picture_of
from watchkeeper.repositories.page.adapters.poster_file_adapter import FilePosterAdapter
from watchkeeper.repositories.page.adapters.poster_http_adapter import HttpPosterAdapter

JPEG = b"\xff\xd8\xff\xe0 a picture"
URL = "https://image.tmdb.org/t/p/w500/heat.jpg"


class Host:
    """A host of pictures, which remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer = httpx.Response(200, content=JPEG, headers={"Content-Type": "text/html"})

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        await asyncio.sleep(0.05)
        return httpx.Response(self.answer.status_code, content=self.answer.content, headers=self.answer.headers)


@pytest.fixture
async def host(container: Container, tmp_path: Path) -> AsyncIterator[Host]:
    host = Host()
    source = HttpPosterAdapter(lambda: httpx.AsyncClient(transport=httpx.MockTransport(host)))
    logic = container.poster_logic()
    before = logic.source, logic.cache
    logic.source = source
    logic.cache = FilePosterAdapter(tmp_path / "posters", max_bytes=10_000, max_age=timedelta(days=1))
    yield host
    logic.source, logic.cache = before
    await source.close()


async def titled(admin: Person, poster_url: str | None) -> str:
    body = {"title": "Heat", "media_type": "movie", "poster_url": poster_url}
    answer = await admin.http.post("/api/v1/titles", json=body)
    assert answer.status_code == 201, answer.text
    return f"/api/v1/titles/{answer.json()['id']}/poster"


async def test_poster_is_fetched_once_in_the_width_that_is_wished(
    host: Host, accounts: Accounts, client: httpx.AsyncClient
) -> None:
    poster = await titled(await accounts.admin(), URL)
    answers = await asyncio.gather(*(client.get(poster, params={"width": 154}) for _ in range(5)))
    assert [(one.status_code, one.content) for one in answers] == [(200, JPEG)] * 5
    assert answers[0].headers["content-type"] == "image/jpeg"
    assert answers[0].headers["cache-control"] == "public, max-age=86400"
    again = await client.get(poster, params={"width": 154}, headers={"If-None-Match": answers[0].headers["etag"]})
    assert again.status_code == 304
    assert host.asked == ["https://image.tmdb.org/t/p/w154/heat.jpg"]
    named = await client.get(poster, params={"width": 154, "v": "abc"})
    assert named.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (await client.get(poster, params={"width": 155})).status_code == 422


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404),
        httpx.Response(302, headers={"Location": "https://image.tmdb.org/elsewhere.jpg"}),
        httpx.Response(200, content=b"<html>no picture</html>", headers={"Content-Type": "image/jpeg"}),
        httpx.Response(200, content=JPEG + b"x" * (2 * 1024 * 1024)),
        httpx.Response(500),
    ],
    ids=["missing", "elsewhere", "no picture", "too large", "failing"],
)
async def test_what_is_no_picture_is_no_poster(
    answer: httpx.Response, host: Host, accounts: Accounts, client: httpx.AsyncClient
) -> None:
    host.answer = answer
    poster = await titled(await accounts.admin(), URL)
    problem_of(await client.get(poster), 404, "no_poster")
    assert len(host.asked) == 1


async def test_failing_host_is_left_alone(host: Host, accounts: Accounts, client: httpx.AsyncClient) -> None:
    host.answer = httpx.Response(503)
    poster = await titled(await accounts.admin(), URL)
    for width in (154, 308, 616):
        problem_of(await client.get(poster, params={"width": width}), 404, "no_poster")
    assert len(host.asked) == 1


async def test_title_without_a_poster_has_none(host: Host, accounts: Accounts, client: httpx.AsyncClient) -> None:
    problem_of(await client.get(await titled(await accounts.admin(), None)), 404, "no_poster")
    assert host.asked == []


async def test_oldest_pictures_give_way(tmp_path: Path) -> None:
    cache = FilePosterAdapter(tmp_path, max_bytes=len(JPEG) + 1, max_age=timedelta(days=1))
    picture = await _stored(cache, "a")
    await _stored(cache, "b")
    cache.remove_oldest()
    assert [await cache.find(url, 154) for url in ("a", "b")].count(picture) == 1


async def _stored(cache: FilePosterAdapter, url: str) -> Picture:
    picture = picture_of(JPEG)
    assert picture is not None
    await cache.store(url, 154, picture)
    return picture
