"""What answers that come from providers tell caches: they depend on who asks, and on whose token TMDb is asked with."""

import pytest

from tests.support.accounts import Person
from tests.support.discovery import ACCOUNT, ANIME, API, MOVIE, SERVICE_TOKEN, SHOW
from tests.support.redis import free_port
from watchkeeper.configs.settings import Settings


@pytest.fixture(params=["no redis set", "redis is away"])
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    if request.param == "no redis set":
        return settings
    return Settings.model_validate(settings.model_dump() | {"redis_url": f"redis://127.0.0.1:{free_port()}/0"})


@pytest.mark.parametrize(
    "address",
    [
        MOVIE,
        SHOW,
        ANIME,
        f"{API}/movies/search?query=die",
        f"{API}/shows/search?query=breaking",
        f"{API}/movies/discover",
        f"{API}/favorites?account_id={ACCOUNT}",
    ],
)
async def test_answer_of_a_provider_is_private_and_depends_on_both_tokens(address: str, person: Person) -> None:
    for _ in range(2):
        answer = await person.http.get(address, headers={"X-TMDB-Token": SERVICE_TOKEN})
        assert answer.status_code == 200, answer.text
        assert answer.headers["cache-control"] == "private, no-cache"
        assert answer.headers["vary"].split(", ")[:3] == ["Authorization", "Cookie", "X-TMDB-Token"]


async def test_unchanged_cached_answer_of_a_provider_tells_its_age(person: Person, settings: Settings) -> None:
    first = await person.http.get(MOVIE)
    second = await person.http.get(MOVIE, headers={"If-None-Match": first.headers["etag"]})
    assert second.status_code == 304
    assert ("age" in second.headers) is (settings.redis_url is None)  # nothing is cached while Redis is away
