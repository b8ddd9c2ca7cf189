"""The favourites of a TMDb account on the page."""

import pytest

from tests.support.discovery import settings_towards
from tests.support.standin import Standin
from tests.web.conftest import Browser
from watchkeeper.configs.settings import Settings

pytestmark = [pytest.mark.long, pytest.mark.timeout(240)]


@pytest.fixture(scope="session")
def settings(running_standin: Standin) -> Settings:
    return settings_towards(running_standin)


async def test_person_with_favourites_at_tmdb(standin: Standin, browser: Browser) -> None:
    await browser.run("favorites.mjs")
