"""An episode that has become another one, which becomes another one: it counts as seen there."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Accounts
from tests.support.plays import played, required_entry, stored_episode
from tests.support.watchlist import stored_title
from watchkeeper.configs.container import Container
from watchkeeper.logics.episodes.episode_refresh_logic import EpisodeRefreshLogic
from watchkeeper.models.dtos.episodes.episode_dtos import RefreshEpisodesInput
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.episodes.episode_refresh import Airing, ProvidedEpisode, ProvidedShow

AIRED = date(2012, 3, 4)


class OneEpisode:
    """A provider that has one episode left."""

    def sources_of(self, media_type: MediaType, external_ids: Mapping[str, str]) -> list[str]:
        del media_type, external_ids
        return ["tmdb"]

    async def get_show(self, source: str, external_ids: Mapping[str, str]) -> ProvidedShow:
        del external_ids
        return ProvidedShow(source, Airing.ENDED, [], [ProvidedEpisode(1, 2, "2", "The whole night", air_date=AIRED)])


@pytest.fixture
async def show(connection: asyncpg.Connection) -> UUID:
    return await stored_title(connection, "Night", media_type="show", external_ids={"tmdb": "1"})


async def test_what_was_seen_follows(
    accounts: Accounts, connection: asyncpg.Connection, container: Container, show: UUID
) -> None:
    person = await accounts.person()
    heir = await stored_episode(connection, show, 1, 1, air_date=AIRED, external_ids={"tmdb": "1"})
    await stored_episode(connection, show, 1, 2, air_date=AIRED, external_ids={"tmdb": "2"})
    gone = await stored_episode(connection, show, 1, 3, air_date=AIRED)
    await played(person, show, episode={"season": 1, "number": 3}, watched_on="2012")
    await connection.execute("UPDATE episodes SET state = 'gone', replaced_by_id = $1 WHERE id = $2", heir, gone)
    await connection.execute("UPDATE episodes SET title = 'The whole night' WHERE id = $1", heir)
    logic = EpisodeRefreshLogic(
        unit_of_work=container.unit_of_work(),
        provider=OneEpisode(),
        episodes=container.episode_refreshes(),
        gone_after=0,
    )

    reports = [await logic.refresh(show, RefreshEpisodesInput()) for _ in range(2)]

    assert [report.gone for report in reports] == [0, 1]
    progress = (await required_entry(person, show))["progress"]
    assert (progress["seen"], progress["total"], progress["next_episode"]) == (1, 1, None)
