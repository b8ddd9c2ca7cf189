"""The button of a title's page that looks for new episodes, for admins, towards a provider."""

import asyncpg
import pytest

from tests.support.accounts import PASSWORD
from tests.support.discovery import settings_towards
from tests.support.standin import Standin
from tests.support.watchlist import stored_title
from tests.web.conftest import Browser
from watchkeeper.configs.settings import Settings

pytestmark = [pytest.mark.long, pytest.mark.timeout(240)]

_SHOW = "House of the Dragon"


@pytest.fixture(scope="session")
def settings(running_standin: Standin) -> Settings:
    return settings_towards(running_standin)


@pytest.fixture
async def show(stage: None, connection: asyncpg.Connection) -> str:
    """A show of which the provider knows eleven episodes, and the catalogue none."""
    return str(await stored_title(connection, _SHOW, media_type="show", external_ids={"tmdb": "94997"}))


async def test_admin_takes_episodes_from_the_provider(
    show: str, browser: Browser, standin: Standin, connection: asyncpg.Connection
) -> None:
    standin.fails_with(500)
    await browser.run("episodes.mjs", PASSWORD, show, "fails")
    standin.reset()
    await browser.run("episodes.mjs", PASSWORD, show, "has all")
    await connection.execute("DELETE FROM episodes WHERE title = 'The 10. of season 1'")
    await browser.run("episodes.mjs", PASSWORD, show, "has one more")
