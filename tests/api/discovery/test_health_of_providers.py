"""What the detailed health says of a provider before anybody asked it, after that, and while it fails."""

import pytest
from fastapi import FastAPI

from tests.support.accounts import Person
from tests.support.discovery import ANIME, API, HURRIED, MOVIE, read, settings_towards
from tests.support.standin import Standin
from watchkeeper.configs.settings import Settings


@pytest.fixture
def settings(standin: Standin) -> Settings:
    return settings_towards(standin, upstream=HURRIED)


async def health_for(person: Person) -> tuple[str, dict[str, str]]:
    health = read(await person.http.get(f"{API}/health/detailed"))
    return health["status"], {part["name"]: part["state"] for part in health["components"]}


async def test_provider_that_nobody_asked_is_unknown_and_is_not_asked_for_that(
    person: Person, standin: Standin
) -> None:
    assert await health_for(person) == ("ok", {"database": "up", "tmdb": "unknown", "anilist": "unknown"})
    assert standin.calls() == []


async def test_provider_that_answered_is_up_and_the_other_stays_unknown(person: Person) -> None:
    read(await person.http.get(MOVIE))
    assert await health_for(person) == ("ok", {"database": "up", "tmdb": "up", "anilist": "unknown"})


async def test_provider_that_failed_once_before_any_success_is_unknown(person: Person, standin: Standin) -> None:
    standin.fails_with(500, times=1)
    read(await person.http.get(ANIME), 502)
    assert await health_for(person) == ("ok", {"database": "up", "tmdb": "unknown", "anilist": "unknown"})


async def test_provider_that_is_left_alone_after_many_failures_is_down_and_degrades(
    person: Person, standin: Standin, application: FastAPI
) -> None:
    standin.fails_with(500)
    client = application.state.container.upstreams()["anime"].client
    while client.is_available:
        read(await person.http.get(ANIME), 502)
    assert await health_for(person) == ("degraded", {"database": "up", "tmdb": "unknown", "anilist": "down"})
