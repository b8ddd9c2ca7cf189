"""Discovery and favourites in tests: settings that lead to the stand-in, and what is asked over and over."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from unittest import mock

import httpx
from fastapi import FastAPI
from pydantic import SecretStr

from tests.support.accounts import Person
from tests.support.databases import SECRET, test_settings
from tests.support.standin import Standin
from watchkeeper.configs.application import create_application
from watchkeeper.configs.provider_settings import (
    AnilistSettings,
    ConsumetSettings,
    FavoriteSettings,
    TmdbSettings,
    TvmazeSettings,
    UpstreamSettings,
)
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.jobs.background_task import BackgroundTask
from watchkeeper.models.types.discovery.discovery import ServerTokenUse

Json = dict[str, Any]
API = "/api/v1"
SERVICE_TOKEN = "token-of-548"
ACCOUNT = 548
DIE_HARD, BREAKING_BAD, FRIEREN = 47964, 1396, 154587
MOVIE, SHOW, ANIME = f"{API}/movies/{DIE_HARD}", f"{API}/shows/{BREAKING_BAD}", f"{API}/anime/{FRIEREN}"
IMAGES = "https://image.tmdb.org/t/p"
PATIENT = UpstreamSettings(connect_seconds=5, read_seconds=20, total_seconds=30)
HURRIED = UpstreamSettings(connect_seconds=5, read_seconds=0.5, total_seconds=1.0)


def settings_towards(
    standin: Standin,
    *,
    token: str | None = SERVICE_TOKEN,
    for_favorites: ServerTokenUse = ServerTokenUse.EVERYONE,
    tmdb: str | None = None,
    anilist: str | None = None,
    consumet: str | None = None,
    tvmaze: bool = False,
    upstream: UpstreamSettings = PATIENT,
) -> Settings:
    """Return settings whose providers are the stand-in, but for those that are given other addresses.

    Favourites are read and changed with the service's token, unless said otherwise.
    """
    access_token = None if token is None else SecretStr(token)
    return test_settings().model_copy(
        update={
            "favorites": FavoriteSettings(server_token=for_favorites),
            "tmdb": TmdbSettings(access_token=access_token, base_url=tmdb or standin.tmdb),
            "anilist": AnilistSettings(base_url=anilist or standin.anilist),
            "consumet": ConsumetSettings(base_url=consumet),
            "tvmaze": TvmazeSettings(enabled=tvmaze, base_url=standin.tvmaze),
            "upstream": upstream,
        }
    )


@asynccontextmanager
async def service(settings: Settings, dsn: str) -> AsyncIterator[FastAPI]:
    """Run a service of the test's own: what it remembers of the providers is nobody else's.

    Without its background tasks, which would ask providers and PostgreSQL beside the test.
    """
    application = create_application(settings, secret=SECRET, dsn=dsn)
    with mock.patch.object(BackgroundTask, "start", mock.AsyncMock()):
        lifespan = application.router.lifespan_context(application)
        await lifespan.__aenter__()
    try:
        yield application
    finally:
        await lifespan.__aexit__(None, None, None)


def read(answer: httpx.Response, status: int = 200) -> Json:
    """Return the body of a success."""
    assert answer.status_code == status, answer.text[:500]
    body: Json = answer.json()
    return body


async def looked_at(person: Person, address: str, **query: Any) -> Json:
    """Read an address, which must succeed."""
    return read(await person.http.get(address, params=query or None))  # httpx takes {} as: without the query


async def put_on_watchlist(person: Person, source: str, media_type: str, number: int, title: str) -> Json:
    """Add what was found at a provider to a watchlist; return the title of the catalogue that came of it."""
    media = {"source": source, "external_id": str(number), "media_type": media_type, "title": title}
    entry = read(await person.http.post(f"{API}/watchlist", json={"media": media}), 201)
    return await looked_at(person, f"{API}/titles/{entry['title']['id']}")


def names(things: list[Json]) -> set[str]:
    """Return what things are called."""
    return {thing["name"] for thing in things}
